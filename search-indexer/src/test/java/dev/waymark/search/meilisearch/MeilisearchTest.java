package dev.waymark.search.meilisearch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a bad answer, and none, is to the client; good ones come from a real server in the other tests. */
class MeilisearchTest {
    private static final Duration TIMEOUT = Duration.ofMillis(300);
    private static final List<Map<String, Object>> QUERY = List.of(Map.of("q", "anything"));

    private final CountDownLatch end = new CountDownLatch(1);
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    @AfterEach
    void stop() {
        end.countDown();
        server.stop(0);
    }

    private Meilisearch answering(HttpHandler handler) {
        server.createContext("/", handler);
        return new Meilisearch("http://127.0.0.1:" + server.getAddress().getPort(), "a key");
    }

    private Meilisearch answering(int status, String body) {
        return answering(exchange -> {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(bytes);
            }
        });
    }

    @Test
    void anAnswerThatComesDropByDropIsGivenUpAtTheEndOfItsTime() {
        Meilisearch engine = answering(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            try (OutputStream out = exchange.getResponseBody()) {
                while (end.getCount() > 0) {
                    out.write(' ');
                    out.flush();
                }
            }
        });

        assertThatExceptionOfType(MeilisearchUnavailableException.class)
                .isThrownBy(() -> engine.search(QUERY, TIMEOUT))
                .withMessage("no answer within 300 ms");
    }

    @Test
    void anAnswerThatNeverComesIsGivenUp() {
        Meilisearch engine = answering(_ -> {
            try {
                end.await();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        });

        assertThatExceptionOfType(MeilisearchUnavailableException.class)
                .isThrownBy(() -> engine.search(QUERY, TIMEOUT))
                .withMessageStartingWith("no answer");
    }

    @Test
    void aServerThatIsAwayIsNoAnswer() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Meilisearch engine = new Meilisearch("http://127.0.0.1:" + port, "a key");

        assertThatExceptionOfType(MeilisearchUnavailableException.class)
                .isThrownBy(() -> engine.search(QUERY, TIMEOUT))
                .withMessageStartingWith("no answer: ");
    }

    @Test
    void anAnswerOfSomethingElseIsNotTakenForTheEnginesOwn() {
        Meilisearch engine = answering(200, "<html>");

        assertThatExceptionOfType(MeilisearchUnavailableException.class)
                .isThrownBy(() -> engine.search(QUERY, TIMEOUT))
                .withMessage("an answer that is not JSON, status 200");
    }

    @Test
    void aMistakeOfOursIsRefusedAndAnOverloadIsNot() {
        Meilisearch refusing = answering(400, "{\"code\":\"invalid_search_q\",\"message\":\"q is not a text\"}");
        assertThatExceptionOfType(MeilisearchRefusedException.class)
                .isThrownBy(() -> refusing.search(QUERY, TIMEOUT))
                .withMessageContaining("q is not a text");

        server.removeContext("/");
        Meilisearch busy = answering(503, "{\"code\":\"too_many_search_requests\",\"message\":\"later\"}");
        assertThatExceptionOfType(MeilisearchUnavailableException.class)
                .isThrownBy(() -> busy.search(QUERY, TIMEOUT))
                .withMessageContaining("too_many_search_requests");
    }

    @Test
    void theKeyIsSent() {
        Meilisearch engine = answering(exchange -> {
            boolean known = "Bearer a key".equals(exchange.getRequestHeaders().getFirst("Authorization"));
            byte[] body = "{\"results\":[{}]}".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(known ? 200 : 403, body.length);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(body);
            }
        });

        assertThat(engine.search(QUERY, TIMEOUT)).hasSize(1);
    }
}
