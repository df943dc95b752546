package dev.waymark.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.waymark.system.Collector.Span;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** One trace leads from a request at the gateway through outbox, Kafka and indexer to the search engine. */
class TraceTest {
    private static final Waymark waymark = Waymark.running();

    @Test
    void aChangeIsOneTraceFromTheGatewayToTheSearchEngine() {
        JsonNode created = waymark.create("Traceable Lighthouse");
        waymark.awaitSearchable("traceable lighthouse");
        // W3C Trace Context, section 3.2: version, trace, span, flags.
        String[] traceparent = waymark.sql(
                        "organization",
                        "select traceparent from outbox where key = ? and topic = 'organization.state'",
                        created.get("id").asString())
                .split("-", -1);
        String trace = traceparent[1];
        String change = traceparent[2];

        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            List<Span> spans = waymark.collector().ofTrace(trace);
            assertThat(spans)
                    .extracting(Span::service)
                    .contains("gateway-service", "organization-service", "search-indexer");
            assertThat(spans).anySatisfy(span -> {
                assertThat(span.service()).isEqualTo("gateway-service");
                assertThat(span.parent()).isEmpty();
            });
            assertThat(spans).extracting(Span::id).contains(change);
            for (String step : List.of("take in organization states", "push to search engine")) {
                assertThat(spans).anySatisfy(span -> {
                    assertThat(span.name()).isEqualTo(step);
                    assertThat(span.parent()).isEqualTo(change);
                    assertThat(span.links()).contains(change);
                });
            }
        });
    }
}
