package dev.waymark.gateway.signin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import dev.waymark.gateway.ScriptedService;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SignInFlowTest extends SignInTest {
    @Test
    void aVisitorSignsInAndComesBackToWhereTheyWere() {
        Browser browser = browser();

        HttpResponse<String> begun = browser.get("/signin?return=%2Fde%2Fsearch%3Fq%3Dz%25C3%25BCrich%26sort%3Dname");
        URI request = URI.create(location(begun));
        HttpResponse<String> end = browser.get(callback(request));

        assertThat(begun.statusCode()).isEqualTo(303);
        assertThat(begun.headers().firstValue("Cache-Control")).contains("no-store");
        assertThat(request.toString()).startsWith("http://directory.example:8080/oauth2/authorize?");
        assertThat(parameter(request, "client_id")).isEqualTo("gateway");
        assertThat(parameter(request, "redirect_uri")).isEqualTo("http://directory.example:8080/signin/callback");
        assertThat(parameter(request, "response_type")).isEqualTo("code");
        assertThat(parameter(request, "scope")).isEqualTo("openid");
        assertThat(parameter(request, "code_challenge_method")).isEqualTo("S256");
        assertThat(parameter(request, "ui_locales")).isEqualTo("de");
        assertThat(parameter(request, "state")).hasSize(43).isNotEqualTo(parameter(request, "nonce"));
        assertThat(end.statusCode()).isEqualTo(303);
        assertThat(location(end)).isEqualTo("/de/search?q=z%C3%BCrich&sort=name");
        assertThat(browser.cookies()).containsOnlyKeys(SESSION);
        assertThat(browser.get("/search").statusCode()).isEqualTo(200);
        assertThat(search.lastAsked().header("authorization"))
                .isEqualTo("Bearer " + provider.issued().getFirst());
    }

    @Test
    void theCookieIsForThisSiteAloneAndForNoScript() {
        Browser browser = browser();

        HttpResponse<String> end = browser.get(callback(begin(browser, "/search")));

        assertThat(end.headers().allValues("Set-Cookie"))
                .filteredOn(cookie -> cookie.startsWith(SESSION))
                .singleElement()
                .asString()
                .matches(
                        "waymark_session=[A-Za-z0-9_-]{43}; Path=/; Max-Age=86400; Expires=[^;]+; HttpOnly; SameSite=Lax");
    }

    @Test
    void eachLoginIsANewSessionAndEndsTheOneBefore() {
        Browser browser = signedIn();
        Browser before = browser();
        before.cookies().putAll(browser.cookies());

        browser.get(callback(begin(browser, "/search")));

        assertThat(browser.cookies().get(SESSION)).isNotEqualTo(before.cookies().get(SESSION));
        browser.get("/search");
        assertThat(search.lastAsked().header("authorization")).isNotNull();
        before.get("/search");
        assertThat(search.lastAsked().header("authorization")).isNull();
    }

    @Test
    void aLoginSucceedsAlsoWhenTheSessionBeforeCannotBeEnded() {
        Browser browser = signedIn();
        String before = browser.cookies().get(SESSION);
        String callback = callback(begin(browser, "/plans"));
        // What sessions are found with; a login goes without.
        redis.ask("ACL SETUSER default -getex");
        try {
            HttpResponse<String> end = browser.get(callback);

            assertThat(end.statusCode()).isEqualTo(303);
            assertThat(location(end)).isEqualTo("/plans");
            assertThat(browser.cookies().get(SESSION)).isNotNull().isNotEqualTo(before);
        } finally {
            redis.ask("ACL SETUSER default +@all");
        }
        browser.get("/search");
        assertThat(search.lastAsked().headers()).containsKey("authorization");
    }

    @Test
    void anAnswerIsTakenOnce() {
        Browser browser = browser();
        URI request = begin(browser, "/search");
        Map<String, String> cookies = Map.copyOf(browser.cookies());
        String callback = callback(request);
        assertThat(browser.get(callback).statusCode()).isEqualTo(303);

        browser.cookies().putAll(cookies);
        HttpResponse<String> again = browser.get(callback(request));

        assertThat(again.statusCode()).isEqualTo(400);
        assertThat(again.body()).contains("<h1>That did not work</h1>", "href=\"/signin?return=%2F\"");
        assertThat(again.headers().firstValue("Cache-Control"))
                .hasValueSatisfying(value -> assertThat(value).contains("no-store"));
    }

    @Test
    void ofManyAnswersAtOnceExactlyOneIsTaken() {
        Browser browser = browser();
        URI request = begin(browser, "/search");
        String cookies = String.join(
                "; ",
                browser.cookies().entrySet().stream().map(Map.Entry::toString).toList());

        List<CompletableFuture<HttpResponse<String>>> answers = IntStream.range(0, 20)
                .mapToObj(_ -> http.sendAsync(
                        HttpRequest.newBuilder(uri(callback(request)))
                                .header("Cookie", cookies)
                                .build(),
                        BodyHandlers.ofString()))
                .toList();

        assertThat(answers.stream().map(CompletableFuture::join).map(HttpResponse::statusCode))
                .filteredOn(status -> status == 303)
                .hasSize(1);
    }

    @Test
    void anotherBrowserCannotUseTheAnswerNorSpoilIt() {
        Browser victim = browser();
        URI request = begin(victim, "/search");
        Browser thief = browser();
        begin(thief, "/search");

        HttpResponse<String> stolen = thief.get(callback(request));

        assertThat(stolen.statusCode()).isEqualTo(400);
        assertThat(thief.cookies()).doesNotContainKey(SESSION);
        assertThat(victim.get(callback(request)).statusCode()).isEqualTo(303);
    }

    @Test
    void twoTabsSignInSideBySide() {
        Browser browser = browser();
        URI first = begin(browser, "/search?q=first");
        URI second = begin(browser, "/search?q=second");

        assertThat(location(browser.get(callback(first)))).isEqualTo("/search?q=first");
        assertThat(location(browser.get(callback(second)))).isEqualTo("/search?q=second");
        assertThat(browser.cookies()).containsOnlyKeys(SESSION);
    }

    @Test
    void loginsThatSomebodyLeftDoNotFillTheBrowserWithCookies() {
        Browser browser = browser();

        for (int i = 0; i < 30; i++) {
            begin(browser, "/search");
        }

        assertThat(browser.cookies()).hasSizeLessThan(10);
        assertThat(browser.get(callback(begin(browser, "/"))).statusCode()).isEqualTo(303);
    }

    @Test
    void aLoginThatTakesTooLongIsForgotten() {
        Browser browser = browser();
        begin(browser, "/search");

        assertThat(redis.ask("KEYS waymark:signin:*").lines().filter(line -> line.startsWith("waymark:")))
                .isNotEmpty()
                .allSatisfy(key -> assertThat(redis.ask("TTL " + key)).matches("(?s):(59\\d|600)\\r\\n.*"));
    }

    static Stream<UnaryOperator<JWTClaimsSet.Builder>> wrongClaims() {
        return Stream.of(
                claims -> claims.issuer("http://evil.example"),
                claims -> claims.audience("other"),
                claims -> claims.audience(List.of("gateway", "other")).claim("azp", "gateway"),
                claims -> claims.claim("azp", "other"),
                claims -> claims.claim("nonce", "another"),
                claims -> claims.claim("nonce", null),
                claims -> claims.expirationTime(Date.from(Instant.now().minusSeconds(60))),
                claims -> claims.expirationTime(null),
                claims -> claims.issueTime(Date.from(Instant.now().plusSeconds(3600))),
                claims -> claims.issueTime(null),
                claims -> claims.claim("sid", null),
                claims -> claims.claim("sid", "not a UUID"),
                claims -> claims.subject("not a UUID"),
                claims -> claims.subject(null));
    }

    @ParameterizedTest
    @MethodSource("wrongClaims")
    void anIdTokenThatSaysSomethingElseSignsNobodyIn(UnaryOperator<JWTClaimsSet.Builder> claims) {
        provider.claims = claims;

        assertNobodySignsIn();
    }

    @ParameterizedTest
    @ValueSource(strings = {"RS384", "RS512", "PS256"})
    void anotherAlgorithmSignsNobodyIn(String algorithm) {
        provider.algorithm = JWSAlgorithm.parse(algorithm);

        assertNobodySignsIn();
    }

    @Test
    void aKeyThatIsNotTheProvidersSignsNobodyIn() {
        provider.unknownKey = true;

        assertNobodySignsIn();
    }

    @ParameterizedTest
    @CsvSource({"500, {}", "404, {}", "200, <h1>Welcome</h1>"})
    void whileTheKeysOfTheProviderCannotBeHadALoginIsPutOff(int status, String answer) {
        identity.answers(exchange -> {
            if (exchange.getRequestURI().getPath().equals("/oauth2/jwks")) {
                ScriptedService.send(exchange, status, answer, "Content-Type", "application/json");
            } else {
                provider.answer(exchange);
            }
        });
        // One that has not yet seen the keys.
        IdentityProvider fresh = new IdentityProvider(
                OpenIdProvider.ORIGIN, identity.url(), "insecure-local-gateway-secret", back, Clock.systemUTC());
        PendingLogin login = new PendingLogin("state", "nonce", new CodeVerifier().getValue(), "/");
        AuthorizationCode code = new AuthorizationCode(provider.code(fresh.authorization(login)));

        assertThatExceptionOfType(IdentityAwayException.class).isThrownBy(() -> fresh.redeem(code, login));
    }

    private void assertNobodySignsIn() {
        Browser browser = browser();
        HttpResponse<String> answer = browser.get(callback(begin(browser, "/de/plans")));
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("<h1>Das hat nicht geklappt</h1>", "href=\"/signin?return=%2Fde%2Fplans\"");
        assertThat(browser.cookies()).isEmpty();
    }

    @Test
    void theIssuerInAnAnswerMustBeOurs() {
        Browser browser = browser();

        HttpResponse<String> wrong = browser.get(callback(begin(browser, "/")) + "&iss=http%3A%2F%2Fevil.example");
        HttpResponse<String> right =
                browser.get(callback(begin(browser, "/")) + "&iss=http%3A%2F%2Fdirectory.example%3A8080");

        assertThat(wrong.statusCode()).isEqualTo(400);
        assertThat(right.statusCode()).isEqualTo(303);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "code=x", "state=x", "error=access_denied", "code=x&state=x", "code=x&state=&state=y"})
    void whatIsNoAnswerIsAPageThatOffersToSignIn(String query) {
        HttpResponse<String> english = browser().get("/signin/callback?" + query);
        HttpResponse<String> german = browser().get("/signin/callback?" + query, "Accept-Language", "de-AT,en;q=0.5");

        assertThat(english.statusCode()).isEqualTo(400);
        assertThat(english.body()).contains("Sign in again", "href=\"/signin?return=%2F\"");
        assertThat(german.body()).contains("Noch einmal anmelden", "href=\"/signin?return=%2Fde\"");
    }

    @Test
    void whoDoesNotWantToSignInGoesBack() {
        Browser browser = browser();

        HttpResponse<String> answer = browser.get(callback("error=access_denied", begin(browser, "/plans")));

        assertThat(answer.statusCode()).isEqualTo(303);
        assertThat(location(answer)).isEqualTo("/plans");
        assertThat(browser.cookies()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"invalid_scope, 400", "server_error, 503", "temporarily_unavailable, 503"})
    void otherRefusalsAreExplained(String error, int status) {
        Browser browser = browser();

        HttpResponse<String> answer = browser.get(callback("error=" + error, begin(browser, "/plans")));

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.body()).contains("href=\"/signin?return=%2Fplans\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "//evil.example",
                "https://evil.example/",
                "/\\evil.example",
                "\\\\evil.example",
                "/\t/evil.example",
                "/search\r\nSet-Cookie: a=b",
                "javascript:alert(1)",
                "search",
                "",
                " /search",
                "/signin",
                "/signin/callback?code=1",
                "/signout"
            })
    void nobodyIsLedAwayFromTheSite(String returnPath) {
        Browser browser = browser();

        assertThat(location(browser.get(callback(begin(browser, returnPath))))).isEqualTo("/");
    }

    @Test
    void withoutIdentityServiceALoginIsPutOff() {
        Browser browser = browser();
        URI request = begin(browser, "/de/plans");
        String callback = callback(request);
        identity.stop();

        HttpResponse<String> answer = browser.get(callback);

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).contains("5");
        assertThat(answer.body()).contains("<h1>Gleich wieder da</h1>", "href=\"/signin?return=%2Fde%2Fplans\"");
        assertThat(browser.cookies()).isEmpty();
    }

    @Test
    void withoutTheCacheServerALoginIsPutOff() {
        Browser browser = browser();
        String callback = callback(begin(browser, "/plans"));
        redis.stop();

        HttpResponse<String> begin = browser.get("/signin", "Accept", "text/html");
        HttpResponse<String> end = browser.get(callback);

        assertThat(begin.statusCode()).isEqualTo(503);
        assertThat(begin.headers().firstValue("Retry-After")).contains("5");
        assertThat(begin.body()).contains("<h1>Back in a moment</h1>", "you are not signed out");
        assertThat(end.statusCode()).isEqualTo(503);
        assertThat(end.body()).contains("Signing in is not possible just now");
    }

    @Test
    void whoSignsOutHasNoSessionHereAndIsSentToEndTheOtherOne() {
        Browser browser = signedIn();
        Browser copy = browser();
        copy.cookies().putAll(browser.cookies());

        HttpResponse<String> answer = browser.post("/signout");

        URI end = URI.create(location(answer));
        assertThat(answer.statusCode()).isEqualTo(303);
        assertThat(end.toString()).startsWith("http://directory.example:8080/oauth2/logout?");
        assertThat(parameter(end, "id_token_hint")).isEqualTo(provider.issued().getLast());
        assertThat(parameter(end, "post_logout_redirect_uri")).isEqualTo("http://directory.example:8080/");
        assertThat(browser.cookies()).isEmpty();
        copy.get("/search");
        assertThat(search.lastAsked().headers()).doesNotContainKey("authorization");
        assertThat(redis.ask("KEYS waymark:account:" + provider.account)).startsWith("*0");
    }

    @Test
    void signingOutWorksWithoutIdentityServiceAndWithoutASession() {
        Browser browser = signedIn();
        identity.stop();

        assertThat(browser.post("/signout").statusCode()).isEqualTo(303);

        HttpResponse<String> again = browser.post("/signout");
        assertThat(browser.cookies()).isEmpty();
        assertThat(location(again))
                .startsWith("http://directory.example:8080/oauth2/logout?")
                .contains("client_id=gateway")
                .doesNotContain("id_token_hint");
    }

    @Test
    void aLinkSignsNobodyOut() {
        Browser browser = signedIn();

        assertThat(browser.get("/signout").statusCode()).isEqualTo(405);
        assertThat(browser.cookies()).containsKey(SESSION);
    }

    @Test
    void withoutTheCacheServerNobodyIsToldThatTheyAreSignedOut() {
        Browser browser = signedIn();
        redis.stop();

        HttpResponse<String> answer = browser.post("/signout", "Accept", "text/html");

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(browser.cookies()).containsKey(SESSION);
    }

    @Test
    void aSessionEndsWhenNobodyUsesItAndInAnyCaseAfterItsLifetime() {
        Browser browser = signedIn();
        String key = browser.session().key();
        assertThat(redis.ask("TTL waymark:session:" + key)).matches("(?s):(7200|719\\d)\\r\\n.*");

        redis.ask("EXPIRE waymark:session:" + key + " 10");
        browser.get("/search");
        assertThat(redis.ask("TTL waymark:session:" + key)).as("used again").matches("(?s):(7200|719\\d)\\r\\n.*");

        later(Duration.ofHours(23));
        browser.get("/search");
        assertThat(redis.ask("TTL waymark:session:" + key)).as("the last hour").matches("(?s):(3600|35\\d\\d)\\r\\n.*");

        later(Duration.ofHours(1));
        HttpResponse<String> answer = browser.get("/search");
        assertThat(search.lastAsked().headers()).doesNotContainKey("authorization");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(browser.cookies()).isEmpty();
        assertThat(redis.ask("EXISTS waymark:session:" + key)).startsWith(":0");
    }
}
