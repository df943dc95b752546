package dev.waymark.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeadersTest extends GatewayTest {
    private static final String POLICY =
            "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; "
                    + "font-src 'self'; connect-src 'self'; manifest-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'; "
                    + "frame-ancestors 'none'";

    @ParameterizedTest
    @ValueSource(strings = {"/search", "/nowhere", "/api/v1/nowhere", "/livez", "/version", "/assets/none", "/plans"})
    void everyAnswerTellsBrowsersToBeStrict(String path) {
        billing.stop();

        HttpResponse<String> answer = get(path);

        assertThat(answer.headers().allValues("Content-Security-Policy")).containsExactly(POLICY);
        assertThat(answer.headers().allValues("X-Content-Type-Options")).containsExactly("nosniff");
        assertThat(answer.headers().allValues("Referrer-Policy")).containsExactly("strict-origin-when-cross-origin");
        assertThat(answer.headers().allValues("Cross-Origin-Opener-Policy")).containsExactly("same-origin");
        assertThat(answer.headers().allValues("Cross-Origin-Resource-Policy")).containsExactly("same-origin");
        assertThat(answer.headers().firstValue("Permissions-Policy").orElseThrow())
                .contains("camera=()", "publickey-credentials-create=(self)", "publickey-credentials-get=(self)");
        assertThat(answer.headers().firstValue("Strict-Transport-Security"))
                .as("this origin is not https")
                .isEmpty();
    }

    @Test
    void aServiceCannotWeakenThePolicyOrShowWhatItRunsOn() {
        search.answers(
                200,
                "hello",
                "Content-Security-Policy",
                "default-src *",
                "X-Powered-By",
                "Something/1",
                "Server",
                "Something/1",
                "Strict-Transport-Security",
                "max-age=1");

        HttpResponse<String> answer = get("/search");

        assertThat(answer.headers().allValues("Content-Security-Policy")).containsExactly(POLICY);
        assertThat(answer.headers().map()).doesNotContainKeys("x-powered-by", "server", "strict-transport-security");
        assertThat(answer.headers().allValues("Date")).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://client.example", "https://a-b.client.example:8443", "http://localhost:3000"})
    void aFormOfALoginPageMayLeadToTheClientThatAskedForIt(String origin) {
        identity.answers(200, "login", "Waymark-Form-Action", origin);

        HttpResponse<String> answer = get("/login?continue=x");

        assertThat(answer.headers().allValues("Content-Security-Policy"))
                .containsExactly(POLICY.replace("form-action 'self'", "form-action 'self' " + origin));
        assertThat(answer.headers().map()).doesNotContainKey("waymark-form-action");
        identity.answers(200, "login");
        assertThat(get("/login").headers().allValues("Content-Security-Policy"))
                .as("the next answer")
                .containsExactly(POLICY);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*",
                "https://*.example",
                "https:",
                "https://client.example/path",
                "https://client.example; script-src *",
                "https://client.example https://evil.example",
                "https://client.example, https://evil.example",
                "https://user@client.example",
                "https://client.example:0",
                "javascript://client.example",
                "'unsafe-inline'",
                "app.client:/callback"
            })
    void nothingButAnOriginGetsIntoThePolicy(String value) {
        identity.answers(200, "login", "Waymark-Form-Action", value);

        HttpResponse<String> answer = get("/login");

        assertThat(answer.headers().allValues("Content-Security-Policy")).containsExactly(POLICY);
        assertThat(answer.headers().map()).doesNotContainKey("waymark-form-action");
    }

    @Test
    void onlyTheIdentityServiceWidensThePolicyAndOnlyToOneOrigin() {
        search.answers(200, "hello", "Waymark-Form-Action", "https://client.example");
        identity.answers(
                200,
                "login",
                "Waymark-Form-Action",
                "https://client.example",
                "Waymark-Form-Action",
                "https://evil.example");

        for (String path : new String[] {"/search", "/login"}) {
            HttpResponse<String> answer = get(path);
            assertThat(answer.headers().allValues("Content-Security-Policy")).containsExactly(POLICY);
            assertThat(answer.headers().map()).doesNotContainKey("waymark-form-action");
        }
    }

    @Test
    void onlyTheIdentityServiceSetsCookies() {
        search.answers(200, "hello", "Set-Cookie", "JSESSIONID=1", "Set-Cookie", "tracking=2");
        identity.answers(200, "hello", "Set-Cookie", "a=1; HttpOnly", "Set-Cookie", "b=2; HttpOnly");

        assertThat(get("/search").headers().allValues("Set-Cookie")).isEmpty();
        assertThat(get("/nowhere").headers().allValues("Set-Cookie")).isEmpty();
        assertThat(get("/oauth2/authorize").headers().allValues("Set-Cookie"))
                .containsExactly("a=1; HttpOnly", "b=2; HttpOnly");
    }

    @Test
    void nobodyIsBelievedWhoIsNotATrustedProxy() {
        get(
                "/search",
                "X-Forwarded-For",
                "203.0.113.7",
                "X-Forwarded-Host",
                "evil.example",
                "X-Forwarded-Proto",
                "gopher",
                "X-Forwarded-Prefix",
                "/evil",
                "Forwarded",
                "for=203.0.113.7;host=evil.example",
                "X-Real-IP",
                "203.0.113.7");

        ScriptedService.Asked asked = search.lastAsked();
        assertThat(asked.header("x-forwarded-for")).isIn("127.0.0.1", "0:0:0:0:0:0:0:1");
        assertThat(asked.header("x-forwarded-host")).isEqualTo("directory.example:8080");
        assertThat(asked.header("x-forwarded-port")).isEqualTo("8080");
        assertThat(asked.header("x-forwarded-proto")).isEqualTo("http");
        assertThat(asked.headers()).doesNotContainKeys("x-forwarded-prefix", "forwarded", "x-real-ip");
    }

    @Test
    void headersForOneConnectionEndHere() {
        rawGet(
                "/search",
                "Connection: close, X-Secret",
                "X-Secret: 1",
                "TE: trailers",
                "Keep-Alive: 5",
                "Upgrade: h2c",
                "Proxy-Authorization: Basic YTpi",
                "X-Kept: 1");

        assertThat(search.lastAsked().headers())
                .doesNotContainKeys("x-secret", "te", "keep-alive", "upgrade", "proxy-authorization")
                .containsKey("x-kept");
        assertThat(search.lastAsked().header("host")).isEqualTo(search.url().substring("http://".length()));
    }

    @Test
    void theTraceOfARequestGoesOn() {
        String trace = "4bf92f3577b34da6a3ce929d0e0e4736";

        get("/search", "traceparent", "00-" + trace + "-00f067aa0ba902b7-01");
        get("/search");

        assertThat(search.asked().getFirst().header("traceparent")).matches("00-" + trace + "-[0-9a-f]{16}-0[0-3]");
        assertThat(search.asked().getFirst().header("traceparent")).doesNotContain("00f067aa0ba902b7");
        assertThat(search.asked().getLast().header("traceparent")).matches("00-[0-9a-f]{32}-[0-9a-f]{16}-0[0-3]");
    }
}
