package dev.waymark.gateway.signin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.nimbusds.oauth2.sdk.util.URLUtils;
import dev.waymark.gateway.GatewayTest;
import dev.waymark.platform.cache.CacheCalls;
import dev.waymark.platform.cache.CacheServer;
import dev.waymark.testing.RedisProcess;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.TestPropertySource;

/** The gateway with a real cache server and a provider that signs real tokens, and browsers that people sign in with. */
@TestPropertySource(
        properties = {
            // More than a busy machine needs, so that only a server that is away is too slow.
            "waymark.gateway.session-timeout-millis=3000",
            "SESSION_IDLE_HOURS=2",
            "SESSION_LIFETIME_DAYS=1"
        })
@Import(SignInTest.AdjustableClock.class)
abstract class SignInTest extends GatewayTest {
    static final RedisProcess redis = new RedisProcess();
    static final String SESSION = "waymark_session";
    private static final AtomicLong aheadMillis = new AtomicLong();

    OpenIdProvider provider = new OpenIdProvider();

    @Autowired
    CacheServer cacheServer;

    @Autowired
    CacheCalls cache;

    @Autowired
    BackChannel back;

    @TestConfiguration(proxyBeanMethods = false)
    static class AdjustableClock {
        @Bean
        Clock clock() {
            return ((InstantSource) () -> Instant.now().plusMillis(aheadMillis.get())).withZone(ZoneOffset.UTC);
        }
    }

    @DynamicPropertySource
    static void cache(DynamicPropertyRegistry registry) {
        registry.add("CACHE_URL", redis::url);
    }

    @BeforeEach
    void everybodyIsThere() {
        aheadMillis.set(0);
        redis.start();
        await().until(() -> cacheServer.client() != null);
        await().ignoreExceptions().until(() -> {
            cache.reset();
            cache.demand(client -> client.getBucket("nothing").getAsync());
            return true;
        });
        redis.ask("FLUSHALL");
        back.reset();
        provider = new OpenIdProvider();
        identity.answers(provider::answer);
    }

    /** For the gateway it is that much later now. */
    static void later(Duration duration) {
        aheadMillis.addAndGet(duration.toMillis());
    }

    Browser browser() {
        return new Browser(http, port);
    }

    Browser signedIn() {
        Browser browser = browser();
        HttpResponse<String> end = browser.get(callback(begin(browser, "/search")));
        assertThat(end.statusCode()).isEqualTo(303);
        assertThat(browser.cookies()).containsKey(SESSION);
        return browser;
    }

    /** @return where the browser is sent */
    static URI begin(Browser browser, String returnPath) {
        HttpResponse<String> answer =
                browser.get("/signin?return=" + URLEncoder.encode(returnPath, StandardCharsets.UTF_8));
        assertThat(answer.statusCode()).isEqualTo(303);
        return URI.create(location(answer));
    }

    /** Where the provider sends the browser back to, as a path. */
    String callback(URI authorizationRequest) {
        return callback("code=" + provider.code(authorizationRequest), authorizationRequest);
    }

    static String callback(String result, URI authorizationRequest) {
        return "/signin/callback?" + result + "&state=" + parameter(authorizationRequest, "state");
    }

    static String parameter(URI address, String name) {
        return URLUtils.parseParameters(address.getRawQuery())
                .getOrDefault(name, List.of(""))
                .getFirst();
    }

    static String location(HttpResponse<String> answer) {
        return answer.headers().firstValue("Location").orElseThrow();
    }
}
