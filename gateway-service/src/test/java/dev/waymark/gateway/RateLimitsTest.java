package dev.waymark.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.waymark.platform.cache.CacheServer;
import dev.waymark.testing.RedisProcess;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.TestPropertySource;

/** Small quotas, a real cache server, and a visitor with an address of its own for each test. */
@TestPropertySource(
        properties = {
            "TRUSTED_PROXIES=127.0.0.0/8,::1",
            // More than a busy machine needs, so that only a frozen server is too slow.
            "waymark.gateway.cache-timeout-millis=2000",
            "RATE_LIMIT_READ=20",
            "RATE_LIMIT_SEARCH=5",
            "RATE_LIMIT_WRITE=3",
            "RATE_LIMIT_BULK=2",
            "RATE_LIMIT_PAGE=4",
            "RATE_LIMIT_EXEMPT=127.0.0.0/8,::1/128,10.9.0.0/16"
        })
class RateLimitsTest extends GatewayTest {
    private static final RedisProcess redis = new RedisProcess();
    private static final Instant TEN = Instant.parse("2026-11-25T10:00:00Z");
    private static final AtomicReference<Instant> now = new AtomicReference<>(TEN);
    private static final AtomicInteger visitors = new AtomicInteger();

    private final String visitor = "203.0.113." + visitors.incrementAndGet();

    @Autowired
    CacheServer server;

    @Autowired
    SharedCounts counts;

    @TestConfiguration
    static class AdjustableClock {
        @Bean
        Clock clock() {
            return ((InstantSource) now::get).withZone(ZoneOffset.UTC);
        }
    }

    @DynamicPropertySource
    static void cache(DynamicPropertyRegistry registry) {
        registry.add("CACHE_URL", redis::url);
    }

    @BeforeEach
    void everythingIsCountedTogether() {
        redis.start();
        now.set(TEN);
        await().until(() -> server.client() != null);
        counts.reset();
        await().until(this::countsTogether);
    }

    /** Whether a request of a visitor who never came before is counted in the cache server. */
    private boolean countsTogether() {
        String nobody = "198.51.100." + visitors.incrementAndGet();
        ask(nobody, "/api/v1/plans");
        return isCountedTogether(nobody);
    }

    private static boolean isCountedTogether(String address) {
        return redis.ask("EXISTS waymark:rate:read:" + address).startsWith(":1");
    }

    private HttpResponse<String> ask(String from, String path) {
        return get(path, "X-Forwarded-For", from);
    }

    private HttpResponse<String> ask(String path) {
        return ask(visitor, path);
    }

    private static List<String> fields(HttpResponse<String> answer) {
        return Stream.of("RateLimit-Policy", "RateLimit", "Retry-After")
                .flatMap(name -> answer.headers().allValues(name).stream())
                .toList();
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /api/v1/organizations, read, 20",
        "HEAD, /api/v1/plans, read, 20",
        "GET, /api/v1/nowhere, read, 20",
        "GET, /%61pi/v1/plans, read, 20",
        "GET, /api/v1/search?q=x, search, 5",
        "POST, /api/v1/organizations, write, 3",
        "PUT, /api/v1/organizations/1, write, 3",
        "DELETE, /api/v1/search, write, 3",
        "POST, /oauth2/token, write, 3",
        "GET, /oauth2/jwks, read, 20",
        "GET, /api/v1/organizations/export, bulk, 2",
        "GET, /dumps/latest.json, bulk, 2"
    })
    void programsAreToldHowTheyStand(String method, String path, String policy, int quota) {
        now.set(TEN.plusSeconds(18));

        assertThat(fields(send(method, path, "", "X-Forwarded-For", visitor)))
                .containsExactly(
                        "\"" + policy + "\";q=" + quota + ";w=60", "\"" + policy + "\";r=" + (quota - 1) + ";t=42");
        assertThat(fields(send(method, path, "", "X-Forwarded-For", visitor)))
                .contains("\"" + policy + "\";r=" + (quota - 2) + ";t=" + (quota == 2 ? 72 : 42));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/livez",
                "/version",
                "/assets/nothing.css",
                "/search",
                "/organizations/example",
                "/login",
                "/oauth2/authorize?client_id=gateway",
                "/oauth2/logout",
                "/.well-known/change-password"
            })
    void whatIsNotForProgramsSaysNothing(String path) {
        assertThat(fields(ask(path))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {304, 404, 412, 429, 500, 503})
    void everyAnswerOfAServiceCarriesTheGatewaysFieldsAlone(int status) {
        organization.answers(status, "", "RateLimit", "\"theirs\";r=1;t=1", "RateLimit-Policy", "\"theirs\";q=1");

        HttpResponse<String> answer = ask("/api/v1/organizations/1");

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(fields(answer)).containsExactly("\"read\";q=20;w=60", "\"read\";r=19;t=60");
    }

    @Test
    void refusalsOfTheGatewayCarryTheFieldsToo() {
        billing.stop();

        assertThat(fields(ask("/api/v1/plans"))).contains("\"read\";r=19;t=60");
        assertThat(fields(ask("/api/v1/plans?" + "a".repeat(4200)))).contains("\"read\";r=18;t=60");
        assertThat(rawGet("/api/v1/organizations/%2e%2e/x", "X-Forwarded-For: " + visitor))
                .startsWith("HTTP/1.1 400")
                .contains("RateLimit: \"read\";r=17;t=60");
    }

    @Test
    void aQuotaThatIsUsedUpIsAProblemWithTheTimeToComeBack() {
        for (int i = 0; i < 5; i++) {
            assertThat(ask("/api/v1/search?q=" + i).statusCode()).isEqualTo(200);
        }

        HttpResponse<String> refused = ask("/api/v1/search?q=5");

        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(fields(refused)).containsExactly("\"search\";q=5;w=60", "\"search\";r=0;t=72", "72");
        assertThat(refused.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(refused.headers().firstValue("Cache-Control")).contains("no-store");
        assertThat(refused.body()).contains("\"code\":\"rate_limited\"", "\"status\":429", "in 72 seconds");
        assertThat(search.asked()).as("what the service was asked").hasSize(5);
        assertThat(ask("/api/v1/plans").statusCode()).as("another policy").isEqualTo(200);
    }

    @Test
    void peopleGetAPage() {
        for (int i = 0; i < 4; i++) {
            assertThat(ask("/search").statusCode()).isEqualTo(200);
        }

        HttpResponse<String> refused = get("/search", "X-Forwarded-For", visitor, "Accept", "text/html");

        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.body()).contains("<h1>A little slower, please</h1>", "in 75 seconds");
        assertThat(refused.headers().firstValue("Retry-After")).contains("75");
    }

    @Test
    void aVisitorWhoseAddressIsNoneIsCountedAllTheSame() {
        for (String address : List.of("192.0.2.7:443", "999.1.1.1")) {
            assertThat(get("/api/v1/plans", "X-Forwarded-For", address).statusCode())
                    .as(address)
                    .isEqualTo(200);
        }
    }

    @Test
    void theWindowPasses() {
        for (int i = 0; i < 5; i++) {
            ask("/api/v1/search");
        }

        now.set(TEN.plusSeconds(71));
        assertThat(ask("/api/v1/search").statusCode()).as("a second too early").isEqualTo(429);
        now.set(TEN.plusSeconds(72));
        assertThat(ask("/api/v1/search").statusCode()).isEqualTo(200);
        assertThat(ask("/api/v1/search").statusCode()).isEqualTo(429);
        now.set(TEN.plusSeconds(180));
        assertThat(fields(ask("/api/v1/search"))).contains("\"search\";r=4;t=60");
    }

    @Test
    void theCountIsForgottenByItself() {
        ask("/api/v1/plans");

        assertThat(redis.ask("PTTL waymark:rate:read:" + visitor)).matches("(?s):1[0-2][0-9]{4}\\r\\n.*");
    }

    @Test
    void aRequestAsksTheCacheServerOnce() {
        redis.ask("CONFIG RESETSTAT");

        for (int i = 0; i < 3; i++) {
            ask("/api/v1/plans");
        }

        assertThat(redis.ask("INFO commandstats"))
                .contains("cmdstat_evalsha:calls=3,", "cmdstat_hset:calls=3,", "cmdstat_pexpire:calls=3,")
                .doesNotContain("cmdstat_eval:", "cmdstat_script");
    }

    @Test
    void twoCopiesShareOneQuota() {
        try (ConfigurableApplicationContext second = secondGateway()) {
            int secondPort = second.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
            await().until(() -> second.getBean(CacheServer.class).client() != null);
            for (int i = 0; i < 3; i++) {
                ask("/api/v1/search");
            }

            assertThat(fields(askAt(secondPort))).contains("\"search\";r=1;t=60");
            assertThat(askAt(secondPort).statusCode()).isEqualTo(200);
            assertThat(askAt(secondPort).statusCode()).isEqualTo(429);
            assertThat(ask("/api/v1/search").statusCode()).isEqualTo(429);
        }
    }

    private HttpResponse<String> askAt(int otherPort) {
        return send(HttpRequest.newBuilder(URI.create("http://localhost:" + otherPort + "/api/v1/search"))
                .header("X-Forwarded-For", visitor)
                .build());
    }

    private static ConfigurableApplicationContext secondGateway() {
        return new SpringApplicationBuilder(GatewayApplication.class, AdjustableClock.class)
                .run(
                        "--waymark.env-files=.env.dist",
                        "--server.port=0",
                        "--waymark.gateway.cache-timeout-millis=2000",
                        "--CACHE_URL=" + redis.url(),
                        "--SEARCH_INDEXER_URL=" + search.url(),
                        "--TRUSTED_PROXIES=127.0.0.0/8,::1",
                        "--RATE_LIMIT_SEARCH=5");
    }

    @Test
    void ofFiftyRequestsAtOnceExactlyTheQuotaPasses() {
        HttpRequest request = HttpRequest.newBuilder(uri("/api/v1/organizations/1"))
                .header("X-Forwarded-For", visitor)
                .build();

        List<CompletableFuture<HttpResponse<String>>> answers = IntStream.range(0, 50)
                .mapToObj(_ -> http.sendAsync(request, BodyHandlers.ofString()))
                .toList();

        assertThat(answers.stream().map(CompletableFuture::join).map(HttpResponse::statusCode))
                .filteredOn(status -> status == 200)
                .hasSize(20);
        assertThat(isCountedTogether(visitor)).isTrue();
    }

    @Test
    void anIpv6NetworkIsOneClient() {
        String network = "2001:db8:0:" + Integer.toHexString(0x1000 + visitors.incrementAndGet());

        for (int i = 1; i <= 5; i++) {
            ask(network + "::" + i, "/api/v1/search");
        }

        assertThat(ask(network + ":ffff:ffff:ffff:ffff", "/api/v1/search").statusCode())
                .isEqualTo(429);
        assertThat(ask("2001:db8:1:" + network.substring(network.lastIndexOf(':') + 1) + "::1", "/api/v1/search")
                        .statusCode())
                .as("another network")
                .isEqualTo(200);
    }

    @Test
    void whoIsExemptIsNeitherCountedNorTold() {
        String local = "10.9.8." + visitors.incrementAndGet();

        for (int i = 0; i < 10; i++) {
            HttpResponse<String> answer = ask(local, "/api/v1/search");
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(fields(answer)).isEmpty();
        }
        assertThat(get("/api/v1/search").headers().firstValue("RateLimit"))
                .as("on the machine itself")
                .isEmpty();
    }

    @Test
    void aVisitorIsNobodyElseByWritingAnAddressIntoAHeader() {
        for (int i = 0; i < 5; i++) {
            get("/api/v1/search", "X-Forwarded-For", "192.0.2." + i + ", " + visitor);
        }

        assertThat(get("/api/v1/search", "X-Forwarded-For", "192.0.2.77, " + visitor)
                        .statusCode())
                .isEqualTo(429);
    }

    @Test
    void withoutTheCacheServerEachCopyCountsByItselfUntilItIsBack() {
        ask("/api/v1/search");
        redis.stop();

        for (int i = 0; i < 5; i++) {
            HttpResponse<String> answer = ask("/api/v1/search");
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(fields(answer)).contains("\"search\";r=" + (4 - i) + ";t=" + (i == 4 ? 72 : 60));
        }
        assertThat(ask("/api/v1/search").statusCode()).isEqualTo(429);
        await().untilAsserted(() -> {
            ask("/api/v1/plans");
            assertThat(counts.isLeftAlone()).isTrue();
        });

        redis.start();
        await().atMost(Duration.ofSeconds(40)).until(this::countsTogether);
    }

    @Test
    void aFrozenCacheServerIsLeftAloneAndDelaysNobodyForLong() {
        redis.freeze();

        List<CompletableFuture<HttpResponse<String>>> answers = IntStream.range(0, 50)
                .mapToObj(_ -> http.sendAsync(
                        HttpRequest.newBuilder(uri("/api/v1/organizations"))
                                .timeout(Duration.ofSeconds(20))
                                .header("X-Forwarded-For", visitor)
                                .method("GET", BodyPublishers.noBody())
                                .build(),
                        BodyHandlers.ofString()))
                .toList();

        assertThat(answers.stream().map(CompletableFuture::join).map(HttpResponse::statusCode))
                .filteredOn(status -> status == 200)
                .as("the quota of this copy alone")
                .hasSize(20);
        assertThat(counts.isLeftAlone()).isTrue();

        redis.start();
        await().atMost(Duration.ofSeconds(40)).until(this::countsTogether);
    }

    @Test
    void theGatewayStartsWithoutTheCacheServer() {
        redis.stop();

        try (ConfigurableApplicationContext second = secondGateway()) {
            int secondPort = second.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
            assertThat(send(HttpRequest.newBuilder(URI.create("http://localhost:" + secondPort + "/readyz"))
                                    .build())
                            .statusCode())
                    .isEqualTo(200);
            assertThat(fields(askAt(secondPort))).contains("\"search\";r=4;t=60");
            redis.start();
            await().atMost(Duration.ofSeconds(40))
                    .until(() -> second.getBean(CacheServer.class).client() != null);
        }
    }
}
