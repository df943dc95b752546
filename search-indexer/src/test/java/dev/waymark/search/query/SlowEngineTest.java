package dev.waymark.search.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.waymark.search.testing.IndexerUnderTest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What the service asks of an engine that takes its time; the engine's part is played by a server that answers when the test says so. */
class SlowEngineTest {
    private static final String FOUND = """
            {"results": [{"hits": [{"id": "01a2184d-c152-7247-8e07-5a0cb3f61d50", "slug": "freiburg", "country": "DE", "status": "active",
            "kinds": ["education"], "identifiers": [], "domains": [], "_formatted": {"name": "%s"}}], "estimatedTotalHits": 1, "facetDistribution": {}}]}
            """;

    private volatile CountDownLatch firstWaits = new CountDownLatch(0);
    private volatile String firstFinds = "";
    private final CountDownLatch secondAsked = new CountDownLatch(1);
    private final AtomicInteger secondQuestions = new AtomicInteger();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private HttpServer engine;
    private IndexerUnderTest indexer;

    @BeforeEach
    void start() throws IOException {
        engine = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        engine.setExecutor(threads);
        engine.createContext("/multi-search", this::answer);
        engine.start();
        indexer = IndexerUnderTest.start(
                IndexerUnderTest.freshSite(),
                Map.of("SEARCH_URL", "http://localhost:" + engine.getAddress().getPort()));
    }

    @AfterEach
    void stop() {
        indexer.close();
        engine.stop(0);
        threads.close();
    }

    private void answer(HttpExchange exchange) throws IOException {
        String question = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String name = "University of Freiburg";
        if (question.contains("\"frequency\"")) {
            secondQuestions.incrementAndGet();
            secondAsked.countDown();
        } else {
            name = firstFinds;
            try {
                firstWaits.await(10, TimeUnit.SECONDS);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }
        byte[] body = FOUND.formatted(name).getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private JsonNode search() {
        JsonNode answer = indexer.search("university of freiburg", "");
        assertThat(answer.path("limited").asBoolean(true)).isFalse();
        return answer;
    }

    @Test
    void theSecondQuestionDoesNotWaitForASlowAnswerToTheFirst() {
        firstFinds = "Something Else";
        // The first is answered only when the second was asked.
        firstWaits = secondAsked;
        assertThat(search().at("/hits/0/name").asString("")).isEqualTo("University of Freiburg");
        assertThat(secondQuestions).hasValue(1);
    }

    @Test
    void aSlowAnswerThatConvincesIsTakenWhateverTheSecondSays() {
        firstFinds = "University of Freiburg";
        firstWaits = secondAsked;
        assertThat(search().at("/hits/0/name").asString("")).isEqualTo("University of Freiburg");
    }

    @Test
    void whatIsNotConvincingIsAskedASecondTimeOnce() {
        firstFinds = "Something Else";
        assertThat(search().at("/hits/0/name").asString("")).isEqualTo("University of Freiburg");
        assertThat(secondQuestions).hasValue(1);
    }
}
