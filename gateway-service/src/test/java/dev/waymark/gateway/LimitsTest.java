package dev.waymark.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.ConfigurableApplicationContext;

class LimitsTest extends GatewayTest {
    private static final int MEBIBYTE = 1024 * 1024;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/..;/internal/organizations/states",
                "//internal/organizations/states",
                "/organizations/../internal/organizations/states",
                "/organizations/./x",
                "/organizations/..",
                "/organizations/..;/..;/internal",
                "/organizations/%2e%2e/internal",
                "/organizations/%2E%2E%2finternal",
                "/organizations/..%2finternal",
                "/organizations/..%5cinternal",
                "/organizations/%252e%252e/internal",
                "/organizations/x;/../../internal",
                "/organizations//../internal",
                "/organizations/%00/internal",
                "/organizations/%c0%ae%c0%ae/internal",
                "/api/v1/organizations/..%3b/internal"
            })
    void pathsThatProgramsReadDifferentlyReachNobody(String path) {
        String answer = rawGet(path, "Accept: application/json");

        assertThat(answer).startsWith("HTTP/1.1 400").contains("application/problem+json", "\"code\":\"bad_request\"");
        List.of(identity, organization, search, billing)
                .forEach(service -> assertThat(service.asked()).isEmpty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/%69nternal/organizations/states", "/%61ctuator2", "/INTERNAL/organizations/states"})
    void otherSpellingsOfUnroutedPathsAreNotFound(String path) {
        assertThat(rawGet(path)).startsWith("HTTP/1.1 404");

        List.of(identity, organization, search, billing)
                .forEach(service -> assertThat(service.asked()).isEmpty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"TRACE", "PROPFIND", "FOO"})
    void otherMethodsAreRefused(String method) {
        String answer = raw(method
                + " /search HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAccept: application/json" + "\r\n\r\n");

        assertThat(answer)
                .startsWith("HTTP/1.1 405")
                .containsIgnoringCase("\r\nAllow: ")
                .contains("Content-Security-Policy");
        assertThat(search.asked()).isEmpty();
    }

    @Test
    void aBodyOfAMebibytePasses() {
        HttpResponse<String> answer = send("POST", "/api/v1/organizations", "x".repeat(MEBIBYTE));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(organization.lastAsked().body()).hasSize(MEBIBYTE);
    }

    @Test
    void aLargerBodyIsRefusedBeforeItIsSent() {
        HttpResponse<String> answer = send("POST", "/api/v1/organizations", "x".repeat(MEBIBYTE + 1));

        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(answer.body()).contains("\"code\":\"content_too_large\"");
        assertThat(organization.asked()).isEmpty();
    }

    @Test
    void aLargerBodyIsRefusedAlsoWhenItsLengthIsNotSaid() {
        HttpRequest chunked = HttpRequest.newBuilder(uri("/api/v1/organizations"))
                .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(new byte[MEBIBYTE + 1])))
                .build();

        HttpResponse<String> answer = send(chunked);

        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(answer.body()).contains("\"code\":\"content_too_large\"");
    }

    @Test
    void largeBodiesOfClientsAreNotTheServicesFault() {
        for (int i = 0; i < 25; i++) {
            aLargerBodyIsRefusedAlsoWhenItsLengthIsNotSaid();
        }

        assertThat(send("POST", "/api/v1/organizations", "{}").statusCode()).isEqualTo(200);
    }

    @Test
    void aBodyThatTricklesInIsGivenUp() throws IOException {
        try (ConfigurableApplicationContext gateway = anotherGateway("--waymark.gateway.body-timeout-millis=1000");
                Socket slow = new Socket("localhost", portOf(gateway))) {
            slow.setSoTimeout(100);
            slow.getOutputStream()
                    .write("POST /api/v1/organizations HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));

            assertThat(answerWhileSendingOn(slow)).startsWith("HTTP/1.1 400");
        }
    }

    /** Sends a byte each tenth of a second, until an answer begins, or for eight seconds. */
    private static String answerWhileSendingOn(Socket socket) throws IOException {
        long end = System.nanoTime() + Duration.ofSeconds(8).toNanos();
        while (System.nanoTime() < end) {
            socket.getOutputStream().write(' ');
            try {
                byte[] beginning = new byte[64];
                int read = socket.getInputStream().read(beginning);
                return new String(beginning, 0, Math.max(read, 0), StandardCharsets.US_ASCII);
            } catch (SocketTimeoutException _) {
                // No answer yet.
            }
        }
        return "";
    }

    @Test
    void aLongAddressIsRefusedKindly() {
        HttpResponse<String> answer = get("/search?q=" + "a".repeat(4200), "Accept", "text/html");

        assertThat(answer.statusCode()).isEqualTo(414);
        assertThat(answer.body()).contains("This address is too long");
    }

    @Test
    void largeHeadersAreRefusedKindly() {
        HttpResponse<String> answer = get("/search", "Accept", "text/html", "Cookie", "a=" + "b".repeat(17_000));

        assertThat(answer.statusCode()).isEqualTo(431);
        assertThat(answer.body()).contains("Your browser sent more with this request than we take");
    }

    @Test
    void whatTheContainerRefusesHasTheSamePageAndHeaders() {
        String malformed = rawGet("/a|b", "Accept: text/html");
        String backslash = rawGet("/organizations/\\..\\internal");
        String tunnel = raw("CONNECT /search HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        String huge = rawGet("/search", "Cookie: a=" + "b".repeat(60_000));

        assertThat(malformed)
                .startsWith("HTTP/1.1 400")
                .contains("<h1>That request was unclear</h1>", "Content-Security-Policy: default-src 'none'");
        assertThat(backslash).startsWith("HTTP/1.1 400").contains("Content-Security-Policy");
        assertThat(tunnel).startsWith("HTTP/1.1 501").contains("Content-Security-Policy");
        assertThat(huge).matches("(?s)HTTP/1\\.1 4(00|31) .*Content-Security-Policy: default-src 'none'.*");
        assertThat(malformed + backslash + tunnel + huge).doesNotContain("Apache Tomcat", "HTTP Status", "java.");
    }

    @Test
    void theActuatorIsForTheSameMachineOnly() {
        assertThat(get("/actuator/prometheus").body()).contains("http_server_requests_seconds");
        assertThat(get("/actuator/health").statusCode()).isEqualTo(200);

        for (String path : List.of("/actuator", "/actuator/health", "/actuator/prometheus", "/%61ctuator/prometheus")) {
            for (String header : List.of("X-Forwarded-For: 127.0.0.1", "Forwarded: for=127.0.0.1", "Via: 1.1 edge")) {
                assertThat(rawGet(path, header)).startsWith("HTTP/1.1 404").doesNotContain("jvm_", "\"status\":\"UP\"");
            }
        }
    }

    @Test
    void theMetricsNameRoutesAndNothingOfTheVisitor() {
        get("/organizations/some-very-special-slug?secret=1");
        get("/some-unknown-path");

        String metrics = get("/actuator/prometheus").body();

        assertThat(metrics)
                .contains("uri=\"/organizations/**\"")
                .contains("resilience4j_circuitbreaker_state", "resilience4j_bulkhead_available_concurrent_calls")
                .doesNotContain("some-very-special-slug", "some-unknown-path", "secret");
    }
}
