package dev.waymark.platform.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.waymark.testing.RedisProcess;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.redisson.client.codec.StringCodec;

class CacheCallsTest {
    private static final RedisProcess redis = new RedisProcess();
    private static final CacheServer server = new CacheServer(redis.url());

    static {
        server.start();
    }

    // Longer than a busy machine needs, so that only a frozen server is too slow.
    private final CacheCalls calls = new CacheCalls(
            server, "test", Duration.ofSeconds(2), "the test does without it", new SimpleMeterRegistry());

    @AfterAll
    static void end() throws InterruptedException {
        server.destroy();
        redis.close();
    }

    @BeforeEach
    void theServerIsThere() {
        redis.start();
        await().until(() -> server.client() != null && ping().isPresent());
        calls.reset();
    }

    private Optional<Boolean> ping() {
        return calls.ask(
                client -> client.getBucket("nothing", StringCodec.INSTANCE).isExistsAsync());
    }

    @Test
    void anAnswerIsPassedOn() {
        assertThat(ping()).contains(false);
        redis.ask("SET nothing now");
        assertThat(ping()).contains(true);
        redis.ask("DEL nothing");
    }

    @Test
    void nothingIsAnAnswerAndNoAnswerIsNone() {
        assertThat(demanded()).isNull();
        redis.ask("SET nothing now");
        assertThat(demanded()).isEqualTo("now");
        redis.ask("DEL nothing");

        redis.stop();
        assertThatExceptionOfType(CacheAwayException.class).isThrownBy(this::demanded);
    }

    private @Nullable String demanded() {
        return calls.<String>demand(client ->
                client.<String>getBucket("nothing", StringCodec.INSTANCE).getAsync());
    }

    @Test
    void aServerThatIsAwayIsLeftAloneAndAskedAgainWhenItIsBack() {
        redis.stop();
        await().untilAsserted(() -> {
            assertThat(ping()).isEmpty();
            assertThat(calls.isLeftAlone()).isTrue();
        });

        redis.start();
        await().atMost(Duration.ofSeconds(40)).until(() -> ping().isPresent());
    }

    @Test
    void aFrozenServerCostsItsPatienceAFewTimesAndThenNothing() {
        redis.freeze();
        for (int i = 0; i < 20; i++) {
            assertThat(ping()).isEmpty();
        }

        long start = System.nanoTime();
        for (int i = 0; i < 20; i++) {
            assertThat(ping()).isEmpty();
        }
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .as("twenty calls while it is left alone, against two seconds for each that waits")
                .isLessThan(Duration.ofSeconds(2));
        assertThat(calls.isLeftAlone()).isTrue();
    }
}
