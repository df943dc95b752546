package dev.waymark.bench;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BrowserTest {
    private final List<String> received = new CopyOnWriteArrayList<>();
    private final TestSite site = new TestSite(this::answer);
    private final Browser browser = new Browser(new Http(), site.address());

    @AfterEach
    void stop() {
        site.close();
    }

    private void answer(HttpExchange exchange) throws IOException {
        String cookies = String.valueOf(exchange.getRequestHeaders().getFirst("Cookie"));
        received.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " | " + cookies + " | "
                + new String(exchange.getRequestBody().readAllBytes(), UTF_8));
        switch (exchange.getRequestURI().getPath()) {
            case "/login" -> {
                exchange.getResponseHeaders().add("Set-Cookie", "site_browser=b1; Path=/; HttpOnly");
                if (exchange.getRequestMethod().equals("POST")) {
                    exchange.getResponseHeaders().add("Set-Cookie", "site_login=s1; Path=/; HttpOnly");
                    exchange.getResponseHeaders().add("Location", "/account?new=1");
                }
                send(exchange, exchange.getRequestMethod().equals("POST") ? 303 : 200, """
                        <form method="post" action="/login"><input type="hidden" name="_csrf" value="t1"></form>
                        """);
            }
            case "/logout" -> {
                exchange.getResponseHeaders().add("Set-Cookie", "site_login=; Path=/; Max-Age=0");
                send(exchange, 200, "");
            }
            default -> send(exchange, 200, "");
        }
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private String last() {
        return received.getLast();
    }

    private HttpResponse<String> signIn() throws InterruptedException {
        return browser.submit(browser.get("/login"), "/login", Map.of("email", "ada@people.example"));
    }

    @Test
    void sendsTheHiddenFieldsWithWhatIsTypedAndTheCookieThatItGot() throws InterruptedException {
        signIn();

        assertThat(last()).isEqualTo("POST /login | site_browser=b1 | _csrf=t1&email=ada%40people.example");
        assertThat(browser.isSignedIn()).isTrue();
    }

    @Test
    void isTheSameBrowserWhenItForgetsWhoIsSignedIn() throws InterruptedException {
        signIn();
        browser.forgetSession();
        browser.get("/account");

        assertThat(last()).isEqualTo("GET /account | site_browser=b1 | ");
        assertThat(browser.isSignedIn()).isFalse();
    }

    @Test
    void dropsACookieThatIsTakenBack() throws InterruptedException {
        signIn();
        browser.get("/logout");

        assertThat(browser.isSignedIn()).isFalse();
    }

    @Test
    void goesWhereAFormLeads() throws InterruptedException {
        browser.follow(signIn(), "/account");

        assertThat(last()).startsWith("GET /account?new=1 | site_browser=b1; site_login=s1");
    }

    @Test
    void complainsWhenAFormLeadsElsewhereOrNowhere() throws InterruptedException {
        HttpResponse<String> signedIn = signIn();
        HttpResponse<String> page = browser.get("/login");

        assertThatExceptionOfType(BenchmarkException.class)
                .isThrownBy(() -> browser.follow(signedIn, "/login/code"))
                .withMessageContaining("/account");
        assertThatExceptionOfType(BenchmarkException.class)
                .isThrownBy(() -> browser.follow(page, "/login/code"))
                .withMessageContaining("200");
    }
}
