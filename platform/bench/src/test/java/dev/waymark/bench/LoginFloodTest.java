package dev.waymark.bench;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import dev.waymark.bench.LoginFlood.Fate;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LoginFloodTest {
    private static final String FORM = """
            <form method="post" action="/login"><input type="hidden" name="_csrf" value="t1">
            <input id="password" type="password" name="password"></form>
            """;

    private final Set<String> bodies = ConcurrentHashMap.newKeySet();
    private final AtomicInteger logins = new AtomicInteger();

    /** Every fourth login is looked at, refused, turned away by the gateway, and limited. */
    private void answer(HttpExchange exchange) throws IOException {
        String form = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
        if (exchange.getRequestMethod().equals("GET")) {
            send(exchange, 200, FORM);
            return;
        }
        bodies.add(form);
        switch (logins.getAndIncrement() % 4) {
            case 0 -> send(exchange, 422, FORM);
            case 1 -> send(exchange, 503, FORM);
            case 2 -> send(exchange, 503, "This part of the site is not available just now.");
            default -> send(exchange, 429, FORM);
        }
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Test
    void tellsWhatBecameOfEachLogin() throws InterruptedException {
        try (TestSite site = new TestSite(this::answer)) {
            LoginFlood flood = new LoginFlood(new Browser(new Http(), site.address()));

            flood.run(200, Duration.ofMillis(200));

            assertThat(Fate.values())
                    .allSatisfy(fate -> assertThat(flood.number(fate)).isEqualTo(10));
            assertThat(flood.checked().n()).isEqualTo(10);
            assertThat(flood.refused().n()).isEqualTo(20);
            assertThat(bodies).hasSize(40).allSatisfy(body -> assertThat(body).contains("_csrf=t1"));
        }
    }

    @Test
    void aLoginWithoutAnAnswerIsLost() throws InterruptedException {
        LoginFlood flood;
        try (TestSite site = new TestSite(this::answer)) {
            flood = new LoginFlood(new Browser(new Http(), site.address()));
        }

        flood.run(50, Duration.ofMillis(100));

        assertThat(flood.number(Fate.LOST)).isEqualTo(5);
    }

    @Test
    void aViewThatIsNotThePageIsMissedAndItsTimeDoesNotCount() throws InterruptedException {
        AtomicInteger asked = new AtomicInteger();
        try (TestSite site =
                new TestSite(exchange -> send(exchange, asked.getAndIncrement() % 2 == 0 ? 200 : 503, "page"))) {
            PageViews views = new PageViews(new Browser(new Http(), site.address()), "/");

            views.run(100, Duration.ofMillis(100));

            assertThat(views.took().n()).isEqualTo(5);
            assertThat(views.missed()).isEqualTo(5);
        }
    }
}
