package dev.waymark.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.ConfigurableApplicationContext;

class ResilienceTest extends GatewayTest {
    @Test
    void aDeadServiceIsAKindPageInTimeAndTheOthersGoOn() {
        billing.stop();

        long start = System.nanoTime();
        HttpResponse<String> page = get("/plans", "Accept", "text/html");
        Duration took = Duration.ofNanos(System.nanoTime() - start);

        assertThat(took).isLessThan(Duration.ofSeconds(1));
        assertThat(page.statusCode()).isEqualTo(503);
        assertThat(page.headers().firstValue("Retry-After")).contains("5");
        assertThat(page.headers().firstValue("Cache-Control")).contains("no-store");
        assertThat(page.body()).contains("<h1>Back in a moment</h1>", "<main id=\"main\"");
        assertThat(get("/search").statusCode()).isEqualTo(200);
    }

    @Test
    void aDeadServiceIsAProblemForMachines() {
        billing.stop();

        HttpResponse<String> answer = get("/api/v1/plans", "Accept", "text/html");

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(answer.headers().firstValue("Retry-After")).contains("5");
        assertThat(answer.body()).contains("\"code\":\"service_unavailable\"", "\"status\":503");
    }

    @Test
    void aServiceThatComesBackIsUsedAgain() {
        billing.stop();
        for (int i = 0; i < 30; i++) {
            assertThat(get("/api/v1/plans").statusCode()).isEqualTo(503);
        }
        billing.start();

        await().atMost(Duration.ofSeconds(15))
                .untilAsserted(
                        () -> assertThat(get("/api/v1/plans").statusCode()).isEqualTo(200));
    }

    @Test
    void theGatewayStartsWithoutKafkaAndWithoutItsName() {
        try (ConfigurableApplicationContext other = anotherGateway("--KAFKA_BOOTSTRAP_SERVERS=kafka.invalid:9092")) {
            HttpRequest ready = HttpRequest.newBuilder(URI.create("http://localhost:" + portOf(other) + "/readyz"))
                    .build();
            assertThat(send(ready).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void whoIsSentToSignInWhileThatIsAwayGetsAPage() {
        identity.stop();

        for (String path : List.of("/login", "/oauth2/authorize?client_id=gateway", "/oauth2/logout")) {
            assertThat(get(path, "Accept", "text/html").body()).contains("<h1>Back in a moment</h1>");
        }
        assertThat(get("/oauth2/jwks", "Accept", "text/html").body()).contains("\"code\":\"service_unavailable\"");
    }

    @ParameterizedTest
    @ValueSource(ints = {502, 503})
    void readingIsTriedOnceMore(int status) {
        AtomicInteger calls = new AtomicInteger();
        search.answers(exchange ->
                ScriptedService.send(exchange, calls.incrementAndGet() == 1 ? status : 200, "answer " + calls.get()));

        HttpResponse<String> answer = get("/api/v1/search?q=a");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("answer 2");
        assertThat(search.asked()).hasSize(2);
    }

    @Test
    void afterTheLastTryTheServicesOwnWordsCount() {
        search.answers(503, "said by the service");

        HttpResponse<String> answer = get("/search");

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body()).isEqualTo("said by the service");
        assertThat(search.asked()).hasSize(2);
    }

    @Test
    void aServiceThatSaysWhenToComeBackIsNotAskedAgainAtOnce() {
        search.answers(503, "too many just now", "Retry-After", "77");

        HttpResponse<String> answer = get("/search");

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).contains("77");
        assertThat(answer.body()).isEqualTo("too many just now");
        assertThat(search.asked()).hasSize(1);
    }

    @Test
    void whatAServiceIsTooBusyForIsRefusedInItsPlaceForAMoment() {
        organization.answers(503, "too many just now", "Retry-After", "7");

        await().untilAsserted(() -> {
            assertThat(send("POST", "/api/v1/organizations/1", "{}").body()).isEqualTo("too many just now");
            int before = organization.asked().size();
            HttpResponse<String> next = send("POST", "/api/v1/organizations/1", "{}");
            assertThat(next.statusCode()).isEqualTo(503);
            assertThat(next.headers().firstValue("Retry-After")).contains("7");
            assertThat(next.body()).contains("\"code\":\"busy\"");
            assertThat(send("POST", "/api/v1/organizations/2", "{}").body())
                    .as("something else")
                    .isEqualTo("too many just now");
            assertThat(get("/api/v1/organizations/2").body()).as("reading").isEqualTo("too many just now");
            assertThat(organization.asked()).hasSize(before + 2);
        });

        organization.answers(200, "hello");
        await().untilAsserted(() ->
                assertThat(send("POST", "/api/v1/organizations/2", "{}").body()).isEqualTo("hello"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "PATCH", "DELETE"})
    void writingIsNeverTriedTwice(String method) {
        organization.answers(503, "busy");

        assertThat(send(method, "/api/v1/organizations/1", "{}").statusCode()).isEqualTo(503);

        assertThat(organization.asked()).hasSize(1);
    }

    @Test
    void aConnectionThatBreaksIsTriedOnceMoreForReadingOnly() {
        search.answers(exchange -> {
            throw new IOException("broken off");
        });
        organization.answers(exchange -> {
            throw new IOException("broken off");
        });

        assertThat(get("/api/v1/search").statusCode()).isEqualTo(503);
        assertThat(send("POST", "/api/v1/organizations", "{}").statusCode()).isEqualTo(503);

        assertThat(search.asked()).hasSize(2);
        assertThat(organization.asked()).hasSize(1);
    }

    @Test
    void aServiceThatHangsIsGivenUpAfterTheTimeoutAndNotAskedAgain() {
        CountDownLatch end = new CountDownLatch(1);
        search.answers(exchange -> awaitQuietly(end));

        HttpResponse<String> read = get("/search", "Accept", "text/html");
        end.countDown();

        assertThat(read.statusCode()).isEqualTo(504);
        assertThat(read.body()).contains("This took longer than it should");
        assertThat(search.asked()).hasSize(1);
    }

    @Test
    void aWriteThatMayHaveHappenedSaysSo() {
        CountDownLatch end = new CountDownLatch(1);
        organization.answers(exchange -> awaitQuietly(end));

        HttpResponse<String> answer = send("POST", "/api/v1/organizations", "{}");
        end.countDown();

        assertThat(answer.statusCode()).isEqualTo(504);
        assertThat(answer.body()).contains("gateway_timeout", "Idempotency-Key");
    }

    @Test
    void aServiceThatKeepsFailingIsLeftAloneForAWhile() {
        CountDownLatch end = new CountDownLatch(1);
        billing.answers(exchange -> awaitQuietly(end));
        List<CompletableFuture<HttpResponse<String>>> hanging = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            hanging.add(
                    http.sendAsync(HttpRequest.newBuilder(uri("/api/v1/plans")).build(), BodyHandlers.ofString()));
        }
        hanging.forEach(answer -> assertThat(answer.join().statusCode()).isEqualTo(504));

        long start = System.nanoTime();
        HttpResponse<String> answer = get("/plans");
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        end.countDown();

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(took).isLessThan(Duration.ofMillis(500));
        assertThat(billing.asked()).hasSize(10);
    }

    @Test
    void badRequestsOfClientsDoNotOpenTheBreaker() {
        organization.answers(500, "broken");

        for (int i = 0; i < 30; i++) {
            assertThat(get("/api/v1/organizations/1").body()).isEqualTo("broken");
        }

        organization.answers(404, "none");
        assertThat(get("/api/v1/organizations/1").body()).isEqualTo("none");
    }

    @Test
    void oneRouteTakesNoMoreThanItsShareAndGivesItBack() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        organization.answers(exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "application/x-ndjson");
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write("{}\n".getBytes(StandardCharsets.UTF_8));
            exchange.getResponseBody().flush();
            awaitQuietly(end);
        });
        List<HttpResponse<InputStream>> exports = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            exports.add(http.send(
                    HttpRequest.newBuilder(uri("/api/v1/organizations/export")).build(), BodyHandlers.ofInputStream()));
        }
        organization.answers(200, "hello");

        HttpResponse<String> oneMore = get("/api/v1/organizations/export");

        assertThat(oneMore.statusCode()).isEqualTo(503);
        assertThat(oneMore.body()).contains("\"code\":\"overloaded\"");
        assertThat(get("/api/v1/organizations/1").statusCode())
                .as("other routes to the same service")
                .isEqualTo(200);
        end.countDown();
        for (HttpResponse<InputStream> export : exports) {
            export.body().close();
        }
        await().untilAsserted(() ->
                assertThat(get("/api/v1/organizations/export").statusCode()).isEqualTo(200));
    }

    @Test
    void aStreamArrivesLineByLineAndMayTakeLongerThanTheTimeout() throws Exception {
        CountDownLatch firstSeen = new CountDownLatch(1);
        organization.answers(exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "application/x-ndjson");
            exchange.sendResponseHeaders(200, 0);
            for (int line = 1; line <= 4; line++) {
                exchange.getResponseBody().write(("{\"line\":" + line + "}\n").getBytes(StandardCharsets.UTF_8));
                exchange.getResponseBody().flush();
                if (line == 1) {
                    awaitQuietly(firstSeen);
                } else {
                    // Each pause below the timeout of a second, all of them together above it.
                    awaitQuietly(new CountDownLatch(1), 500);
                }
            }
        });

        HttpResponse<InputStream> answer = http.send(
                HttpRequest.newBuilder(uri("/api/v1/organizations/export")).build(), BodyHandlers.ofInputStream());

        try (BufferedReader lines = new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
            assertThat(lines.readLine()).isEqualTo("{\"line\":1}");
            firstSeen.countDown();
            assertThat(lines.lines()).hasSize(3);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: 1000\r\n\r\nhalf", "Transfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n"})
    void halfAnAnswerIsNeverTakenForAWhole(String half) throws Exception {
        billing.stop();
        try (ServerSocket socket = new ServerSocket(URI.create(billing.url()).getPort());
                AutoCloseable _ = breakingOff(socket, half)) {
            assertThatThrownBy(() -> get("/api/v1/plans")).isInstanceOf(UncheckedIOException.class);
        }
    }

    /** Answers each request with half an answer, and closes the connection. */
    private static AutoCloseable breakingOff(ServerSocket socket, String half) {
        Thread server = Thread.startVirtualThread(() -> {
            while (!socket.isClosed()) {
                try (Socket connection = socket.accept()) {
                    BufferedReader request = new BufferedReader(
                            new InputStreamReader(connection.getInputStream(), StandardCharsets.US_ASCII));
                    request.lines().takeWhile(line -> !line.isEmpty()).forEach(_ -> {});
                    connection
                            .getOutputStream()
                            .write(("HTTP/1.1 200 OK\r\nContent-Type: application/x-ndjson\r\n" + half)
                                    .getBytes(StandardCharsets.US_ASCII));
                    connection.getOutputStream().flush();
                } catch (IOException _) {
                    // Closed by the test, or by a client that has seen enough.
                }
            }
        });
        return () -> {
            socket.close();
            server.join();
        };
    }

    @Test
    void anExportThatNobodyReadsAnyMoreIsBrokenOffAtTheService() throws Exception {
        CountDownLatch brokenOff = new CountDownLatch(1);
        byte[] line = ("{\"name\":\"" + "x".repeat(8000) + "\"}\n").getBytes(StandardCharsets.UTF_8);
        organization.answers(exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "application/x-ndjson");
            exchange.sendResponseHeaders(200, 0);
            try {
                while (brokenOff.getCount() > 0) {
                    exchange.getResponseBody().write(line);
                    exchange.getResponseBody().flush();
                }
            } catch (IOException e) {
                brokenOff.countDown();
                throw e;
            }
        });

        HttpResponse<InputStream> answer = http.send(
                HttpRequest.newBuilder(uri("/api/v1/organizations/export")).build(), BodyHandlers.ofInputStream());
        assertThat(answer.body().readNBytes(10)).hasSize(10);
        answer.body().close();

        assertThat(brokenOff.await(10, TimeUnit.SECONDS)).isTrue();
    }

    private static void awaitQuietly(CountDownLatch latch) {
        awaitQuietly(latch, 10_000);
    }

    private static void awaitQuietly(CountDownLatch latch, long millis) {
        try {
            boolean _ = latch.await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
