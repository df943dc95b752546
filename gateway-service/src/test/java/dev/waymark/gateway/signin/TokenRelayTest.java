package dev.waymark.gateway.signin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.waymark.gateway.ScriptedService;
import dev.waymark.platform.cache.CacheServer;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.ConfigurableApplicationContext;

class TokenRelayTest extends SignInTest {
    @Test
    void servicesGetTheTokenAndIdentityServiceDoesNot() {
        Browser browser = signedIn();
        String bearer = "Bearer " + provider.issued().getFirst();

        browser.get("/search");
        browser.get("/api/v1/organizations/1");
        browser.get("/plans");
        browser.get("/account");

        for (ScriptedService service : List.of(search, organization, billing)) {
            assertThat(service.lastAsked().header("authorization")).isEqualTo(bearer);
            assertThat(service.lastAsked().header("waymark-signed-in")).isEqualTo("true");
        }
        assertThat(identity.lastAsked().target()).isEqualTo("/account");
        assertThat(identity.lastAsked().headers()).doesNotContainKey("authorization");
        assertThat(identity.lastAsked().header("waymark-signed-in")).isEqualTo("true");
    }

    @Test
    void nobodySaysByThemselvesThatTheyAreSignedIn() {
        browser().get("/search", "Waymark-Signed-In", "true");
        assertThat(search.lastAsked().headers()).doesNotContainKeys("waymark-signed-in", "authorization");

        signedIn().get("/search", "Waymark-Signed-In", "something else");
        assertThat(search.lastAsked().header("waymark-signed-in")).isEqualTo("true");

        assertThat(signedIn().get("/nowhere", "Accept", "text/html").body()).contains("action=\"/signout\"");
        HttpResponse<String> page = browser().get("/offline", "Waymark-Signed-In", "true");
        assertThat(page.body()).doesNotContain("/signout");
    }

    @Test
    void eachCookieGoesWhereItBelongs() {
        Browser browser = signedIn();
        browser.cookies().put("waymark_login", "l".repeat(43));
        browser.cookies().put("waymark_browser", "b".repeat(43));
        browser.cookies().put("waymark_signin_abc", "s".repeat(43));

        for (String path : List.of("/search", "/organizations/x", "/plans", "/login?continue=x", "/oauth2/authorize")) {
            browser.get(path);
        }

        for (ScriptedService service : List.of(search, organization, billing)) {
            assertThat(service.lastAsked().headers()).doesNotContainKey("cookie");
        }
        for (ScriptedService.Asked asked : identity.asked().reversed().subList(0, 2)) {
            assertThat(asked.header("cookie"))
                    .isEqualTo("waymark_browser=" + "b".repeat(43) + "; waymark_login=" + "l".repeat(43));
        }
    }

    @Test
    void aRequestWithItsOwnCredentialsStaysAsItIs() {
        Browser browser = signedIn();

        HttpResponse<String> answer = browser.get("/api/v1/organizations/1", "Authorization", "Bearer mine");

        assertThat(organization.lastAsked().header("authorization")).isEqualTo("Bearer mine");
        assertThat(organization.lastAsked().headers()).doesNotContainKey("waymark-signed-in");
        assertThat(answer.headers().allValues("Cache-Control")).containsExactly("private, no-store");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/search", "/api/v1/organizations/1", "/nowhere", "/offline", "/livez", "/login"})
    void noCacheKeepsWhatIsForOnePerson(String path) {
        for (ScriptedService service : List.of(search, organization)) {
            service.answers(
                    200,
                    "hello",
                    "Cache-Control",
                    "public, max-age=60",
                    "ETag",
                    "\"7\"",
                    "Last-Modified",
                    "Wed, 25 Nov 2026 10:00:00 GMT",
                    "Expires",
                    "Wed, 25 Nov 2026 11:00:00 GMT");
        }
        Browser stranger = browser();
        stranger.cookies().put(SESSION, "none-of-ours");

        for (HttpResponse<String> answer : List.of(signedIn().get(path), stranger.get(path))) {
            assertThat(answer.headers().allValues("Cache-Control")).containsExactly("private, no-store");
            assertThat(answer.headers().map()).doesNotContainKeys("etag", "last-modified", "expires");
        }
    }

    @Test
    void assetsAndAnswersToAnybodyStayCacheable() {
        search.answers(200, "hello", "Cache-Control", "no-cache", "ETag", "\"7\"");
        String page = browser().get("/offline").body();
        String styles = page.replaceAll("(?s).*href=\"(/assets/[^\"]+css)\".*", "$1");

        assertThat(signedIn().get(styles).headers().firstValue("Cache-Control"))
                .contains("max-age=31536000, public, immutable");
        assertThat(browser().get("/search").headers().firstValue("ETag")).contains("\"7\"");
    }

    @Test
    void aCookieOfNoSessionIsTakenBackAndTheVisitorReadsOn() {
        Browser browser = browser();
        browser.cookies().put(SESSION, BrowserToken.make().value());
        browser.cookies().put("waymark_login", "l".repeat(43));

        HttpResponse<String> answer = browser.get("/search");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(browser.cookies()).containsOnlyKeys("waymark_login");
    }

    @Test
    void takingACookieBackLeavesThoseOfIdentityServiceAlone() {
        Browser browser = browser();
        browser.cookies().put(SESSION, BrowserToken.make().value());
        identity.answers(200, "hello", "Set-Cookie", "waymark_browser=" + "b".repeat(43) + "; HttpOnly");

        browser.get("/login");

        assertThat(browser.cookies()).containsOnlyKeys("waymark_browser");
    }

    @Test
    void manyRequestsAtOnceRefreshOnce() {
        provider.lifetime = 20;
        Browser browser = signedIn();
        provider.lifetime = 300;

        Set<String> relayed = atOnce(browser, 40);

        assertThat(provider.refreshed()).hasSize(1);
        // Those that came meanwhile used the old one, which is still valid.
        assertThat(relayed).hasSizeLessThanOrEqualTo(2).doesNotContainNull();
        assertThat(atOnce(browser, 5)).containsExactly("Bearer " + newest());
    }

    @Test
    void twoCopiesOfTheGatewayRefreshOnce() {
        try (ConfigurableApplicationContext second = anotherGateway(
                "--CACHE_URL=" + redis.url(),
                "--waymark.gateway.session-timeout-millis=3000",
                "--PUBLIC_ORIGIN=" + OpenIdProvider.ORIGIN)) {
            await().until(() -> second.getBean(CacheServer.class).client() != null);
            provider.lifetime = 1;
            Browser browser = signedIn();
            Instant begun = Instant.now();
            provider.lifetime = 300;
            await().until(() -> Instant.now().isAfter(begun.plusSeconds(2)));

            List<CompletableFuture<HttpResponse<String>>> answers = IntStream.range(0, 20)
                    .mapToObj(i -> http.sendAsync(
                            HttpRequest.newBuilder(URI.create(
                                            "http://localhost:" + (i % 2 == 0 ? port : portOf(second)) + "/search"))
                                    .timeout(Duration.ofSeconds(20))
                                    .header(
                                            "Cookie",
                                            SESSION + "=" + browser.session().value())
                                    .build(),
                            BodyHandlers.ofString()))
                    .toList();

            assertThat(answers.stream().map(CompletableFuture::join).map(HttpResponse::statusCode))
                    .containsOnly(200);
            assertThat(search.asked())
                    .hasSize(20)
                    .allSatisfy(
                            asked -> assertThat(asked.header("authorization")).isEqualTo("Bearer " + newest()));
            assertThat(provider.refreshed()).hasSize(1);
        }
    }

    @Test
    void whoComesWhileAnExpiredTokenIsRefreshedWaitsForTheNewOne() {
        Browser browser = signedIn();
        CountDownLatch gate = new CountDownLatch(1);
        provider.refreshGate = gate;
        later(Duration.ofMinutes(10));

        CompletableFuture<Set<String>> relayed = CompletableFuture.supplyAsync(() -> atOnce(browser, 20));
        await().until(() -> !provider.refreshed().isEmpty());
        assertThat(search.asked()).as("nobody went on without").isEmpty();
        gate.countDown();

        assertThat(relayed.join()).containsExactly("Bearer " + newest());
        assertThat(provider.refreshed()).hasSize(1);
    }

    @Test
    void eachRefreshUsesTheTokenOfTheOneBefore() {
        Browser browser = signedIn();

        for (int i = 0; i < 3; i++) {
            later(Duration.ofMinutes(10));
            browser.get("/search");
            assertThat(search.lastAsked().header("authorization")).isEqualTo("Bearer " + newest());
        }

        assertThat(provider.refreshed()).hasSize(3).doesNotHaveDuplicates();
    }

    @Test
    void aRefusedRefreshEndsTheSession() {
        Browser browser = signedIn();
        provider.refusesRefresh = true;
        later(Duration.ofMinutes(10));

        HttpResponse<String> answer = browser.get("/search");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(search.lastAsked().headers()).doesNotContainKeys("authorization", "waymark-signed-in");
        assertThat(browser.cookies()).isEmpty();
        assertThat(redis.ask("KEYS waymark:account:" + provider.account)).startsWith("*0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "PATCH", "DELETE"})
    void whatSomebodySendsWhoseSessionIsOverIsNotDoneAsNobody(String method) {
        Browser browser = signedIn();
        provider.refusesRefresh = true;
        later(Duration.ofMinutes(10));

        HttpResponse<String> answer = browser.send(method, "/api/v1/organizations/1", "Sec-Fetch-Site", "same-origin");

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().firstValue("WWW-Authenticate")).contains("Bearer");
        assertThat(answer.body()).contains("\"code\":\"session_over\"");
        assertThat(organization.asked()).isEmpty();
        assertThat(browser.cookies()).isEmpty();
    }

    @Test
    void whoWritesIntoAFormThatOutlivedTheSessionIsToldSo() {
        Browser browser = browser();
        browser.cookies().put(SESSION, BrowserToken.make().value());

        HttpResponse<String> page = browser.post("/de/organizations/new", "Accept", "text/html");

        assertThat(page.statusCode()).isEqualTo(401);
        assertThat(page.body()).contains("<h1>Bitte anmelden</h1>", "Sie wurden abgemeldet.");
        assertThat(organization.asked()).isEmpty();
        assertThat(browser.cookies()).isEmpty();
        assertThat(browser.get("/de/organizations/new").statusCode()).isEqualTo(200);
    }

    @Test
    void withoutIdentityServiceAValidTokenIsUsedOn() {
        provider.lifetime = 25;
        Browser browser = signedIn();
        String bearer = "Bearer " + provider.issued().getFirst();
        identity.stop();

        assertThat(browser.get("/search").statusCode()).isEqualTo(200);
        assertThat(search.lastAsked().header("authorization")).isEqualTo(bearer);
        assertThat(browser.post("/api/v1/organizations/1").statusCode()).isEqualTo(200);
        assertThat(organization.lastAsked().header("authorization")).isEqualTo(bearer);
    }

    @Test
    void withoutIdentityServiceAndWithoutAValidTokenReadingGoesOnAndWritingWaits() {
        Browser browser = signedIn();
        later(Duration.ofMinutes(10));
        identity.stop();

        HttpResponse<String> read = browser.get("/search");
        HttpResponse<String> write = browser.post("/api/v1/organizations/1");

        assertThat(read.statusCode()).isEqualTo(200);
        assertThat(search.lastAsked().headers()).doesNotContainKeys("authorization", "waymark-signed-in");
        assertThat(write.statusCode()).isEqualTo(503);
        assertThat(write.headers().firstValue("Retry-After")).contains("5");
        assertThat(write.body()).contains("\"code\":\"sign_in_unavailable\"");
        assertThat(organization.asked()).isEmpty();
        assertThat(browser.cookies()).containsKey(SESSION);

        identity.start();
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            browser.get("/search");
            assertThat(search.lastAsked().header("authorization")).isEqualTo("Bearer " + newest());
        });
    }

    @ParameterizedTest
    @CsvSource({
        "500, {}",
        "429, {}",
        "401, '{\"error\":\"invalid_client\"}'",
        "400, '{\"error\":\"invalid_request\"}'",
        "200, <h1>Welcome</h1>",
        "200, '{\"access_token\":\"x\",\"token_type\":\"Bearer\",\"expires_in\":300}'"
    })
    void whateverElseIdentityServiceSaysSignsNobodyOut(int status, String body) {
        Browser browser = signedIn();
        later(Duration.ofMinutes(10));
        identity.answers(status, body, "Content-Type", "application/json");

        assertThat(browser.get("/search").statusCode()).isEqualTo(200);
        assertThat(search.lastAsked().headers()).doesNotContainKeys("authorization", "waymark-signed-in");
        assertThat(browser.cookies()).containsKey(SESSION);

        identity.answers(provider::answer);
        await().untilAsserted(() -> {
            browser.get("/search");
            assertThat(search.lastAsked().headers()).containsKey("authorization");
        });
    }

    @Test
    void anIdentityServiceThatHangsDelaysNobodyForLong() {
        Browser browser = signedIn();
        later(Duration.ofMinutes(10));
        CountDownLatch end = new CountDownLatch(1);
        identity.answers(exchange -> {
            try {
                boolean _ = end.await(20, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });

        long start = System.nanoTime();
        HttpResponse<String> answer = browser.get("/search");
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        end.countDown();

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(took).isLessThan(Duration.ofSeconds(6));
        assertThat(browser.cookies()).containsKey(SESSION);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void withoutTheCacheServerReadingGoesOnAndWritingWaitsAndNobodyIsSignedOut(boolean frozen) {
        Browser browser = signedIn();
        if (frozen) {
            redis.freeze();
        } else {
            redis.stop();
        }

        HttpResponse<String> read = browser.get("/search");
        HttpResponse<String> write = browser.post("/api/v1/organizations/1");

        assertThat(read.statusCode()).isEqualTo(200);
        assertThat(search.lastAsked().headers()).doesNotContainKeys("authorization", "waymark-signed-in");
        assertThat(write.statusCode()).isEqualTo(503);
        assertThat(write.headers().firstValue("Retry-After")).contains("5");
        assertThat(organization.asked()).isEmpty();
        assertThat(browser.cookies()).containsKey(SESSION);
        if (frozen) {
            redis.start();
            await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
                browser.get("/search");
                assertThat(search.lastAsked().headers()).containsKey("authorization");
            });
        }
    }

    @Test
    void aCopyOfTheCacheServerGivesNobodyAToken() {
        Browser browser = signedIn();
        later(Duration.ofMinutes(10));
        browser.get("/search");
        begin(browser, "/somewhere/particular");

        StringBuilder dump = new StringBuilder();
        redis.ask("KEYS *")
                .lines()
                .filter(line -> line.startsWith("waymark:"))
                .forEach(key -> dump.append(key).append(redis.ask("GET " + key)).append(redis.ask("HGETALL " + key)));

        assertThat(dump.toString()).contains("waymark:session:", "waymark:signin:", provider.account.toString());
        assertThat(provider.issued()).hasSizeGreaterThan(4);
        Set<String> secrets = new HashSet<>(provider.issued());
        secrets.addAll(browser.cookies().values());
        secrets.add("particular");
        assertThat(secrets).allSatisfy(secret -> assertThat(dump.toString()).doesNotContain(secret));
    }

    private String newest() {
        // An access token and a refresh token each time.
        return provider.issued().get(provider.issued().size() - 2);
    }

    /** @return the credentials that the service got */
    private Set<String> atOnce(Browser browser, int requests) {
        int before = search.asked().size();
        List<CompletableFuture<HttpResponse<String>>> answers = IntStream.range(0, requests)
                .mapToObj(_ -> http.sendAsync(
                        HttpRequest.newBuilder(uri("/search"))
                                .timeout(Duration.ofSeconds(20))
                                .header(
                                        "Cookie",
                                        SESSION + "=" + browser.cookies().get(SESSION))
                                .build(),
                        BodyHandlers.ofString()))
                .toList();
        assertThat(answers.stream().map(CompletableFuture::join).map(HttpResponse::statusCode))
                .containsOnly(200);
        Set<String> credentials = new HashSet<>();
        search.asked()
                .subList(before, before + requests)
                .forEach(asked -> credentials.add(asked.header("authorization")));
        return credentials;
    }
}
