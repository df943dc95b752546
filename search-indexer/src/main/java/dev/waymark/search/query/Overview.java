package dev.waymark.search.query;

import dev.waymark.events.OrganizationState;
import dev.waymark.search.readmodel.Documents;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** What the start page tells about the directory; looked up at most every few seconds. */
@Component
class Overview {
    private static final JsonMapper json = JsonMapper.builder().build();
    private static final Duration FRESH = Duration.ofSeconds(5);
    private static final int NEWEST = 6;

    private final Documents documents;
    private final Clock clock;
    private Content content = new Content(0, List.of());
    private Instant lookedUp = Instant.EPOCH;

    Overview(Documents documents, Clock clock) {
        this.documents = documents;
        this.clock = clock;
    }

    /**
     * @param count of organisations
     * @param newest the last ones that were added
     */
    record Content(long count, List<OrganizationState> newest) {}

    synchronized Content content() {
        Instant now = clock.instant();
        if (lookedUp.plus(FRESH).isBefore(now)) {
            content = new Content(
                    documents.countLiving(),
                    documents.newest(NEWEST).stream()
                            .map(document -> json.readValue(document, OrganizationState.class))
                            .toList());
            lookedUp = now;
        }
        return content;
    }
}
