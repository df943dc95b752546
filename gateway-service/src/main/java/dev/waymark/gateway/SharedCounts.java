package dev.waymark.gateway;

import dev.waymark.platform.cache.CacheServer;
import dev.waymark.platform.settings.Site;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.github.resilience4j.micrometer.tagged.TaggedCircuitBreakerMetrics;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.redisson.api.RFuture;
import org.redisson.api.RScript;
import org.redisson.api.RedissonClient;
import org.redisson.client.codec.StringCodec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.stereotype.Component;

/**
 * Counts that all copies of the gateway share. A visitor never waits long for the cache server: when it fails or dawdles it is left
 * alone for a while, and there is no answer here.
 */
@Component
@ConditionalOnWebApplication
class SharedCounts {
    private static final Logger log = LoggerFactory.getLogger(SharedCounts.class);
    private static final Duration REST = Duration.ofSeconds(5);
    private static final Duration SILENCE = Duration.ofMinutes(1);
    /**
     * {@link OwnCounts} in the server's own language, so that a request is looked at and counted in one step. It touches the one key
     * that it declares, as Dragonfly wants it. A copy whose clock is a little behind counts in the minute of the others.
     */
    private static final String COUNT = """
            local minute, elapsed = tonumber(ARGV[1]), tonumber(ARGV[2])
            local quota, length = tonumber(ARGV[3]), tonumber(ARGV[4])
            local stored = redis.call('HMGET', KEYS[1], 'minute', 'current', 'previous')
            local counted = tonumber(stored[1] or '0')
            local current, previous = tonumber(stored[2] or '0'), tonumber(stored[3] or '0')
            if counted == minute + 1 then
              minute, elapsed = counted, 0
            elseif counted == minute - 1 then
              current, previous = 0, current
            elseif counted ~= minute then
              current, previous = 0, 0
            end
            local passed = 0
            if current + math.ceil(previous * (length - elapsed) / length) < quota then
              passed = 1
              current = current + 1
              redis.call('HSET', KEYS[1], 'minute', minute, 'current', current, 'previous', previous)
              redis.call('PEXPIRE', KEYS[1], 2 * length)
            end
            return {passed, minute, current, previous}
            """;

    private final CacheServer server;
    private final Site site;
    private final long patienceMillis;
    private final CircuitBreaker breaker;
    private long silentUntil = System.nanoTime();

    SharedCounts(
            CacheServer server,
            Site site,
            @Value("${waymark.gateway.cache-timeout-millis}") long patienceMillis,
            MeterRegistry meters) {
        this.server = server;
        this.site = site;
        this.patienceMillis = patienceMillis;
        CircuitBreakerRegistry breakers = CircuitBreakerRegistry.of(CircuitBreakerConfig.custom()
                .slidingWindowSize(10)
                .minimumNumberOfCalls(4)
                .failureRateThreshold(50)
                .waitDurationInOpenState(REST)
                .permittedNumberOfCallsInHalfOpenState(2)
                .maxWaitDurationInHalfOpenState(REST)
                .build());
        this.breaker = breakers.circuitBreaker("cache");
        TaggedCircuitBreakerMetrics.ofCircuitBreakerRegistry(breakers).bindTo(meters);
    }

    /** @return empty when the server is away, slow, or left alone */
    Optional<Tally.Standing> count(String key, long quota, long millis) {
        RedissonClient client = server.client();
        if (client == null || !breaker.tryAcquirePermission()) {
            return Optional.empty();
        }
        long start = System.nanoTime();
        try {
            Tally.Standing standing = ask(client, site.cacheKey("rate:" + key), quota, millis);
            breaker.onSuccess(System.nanoTime() - start, TimeUnit.NANOSECONDS);
            return Optional.of(standing);
        } catch (InterruptedException e) {
            breaker.releasePermission();
            Thread.currentThread().interrupt();
            return Optional.empty();
        } catch (ExecutionException | TimeoutException | RuntimeException e) {
            breaker.onError(System.nanoTime() - start, TimeUnit.NANOSECONDS, e);
            complain(e instanceof ExecutionException && e.getCause() != null ? e.getCause() : e);
            return Optional.empty();
        }
    }

    private Tally.Standing ask(RedissonClient client, String key, long quota, long millis)
            throws InterruptedException, ExecutionException, TimeoutException {
        long length = Tally.WINDOW.toMillis();
        RFuture<List<Long>> answer = client.getScript(StringCodec.INSTANCE)
                .evalAsync(
                        RScript.Mode.READ_WRITE,
                        COUNT,
                        RScript.ReturnType.LIST,
                        List.of(key),
                        String.valueOf(Tally.minute(millis)),
                        String.valueOf(Math.floorMod(millis, length)),
                        String.valueOf(quota),
                        String.valueOf(length));
        try {
            List<Long> counted = answer.get(patienceMillis, TimeUnit.MILLISECONDS);
            return new Tally(counted.get(1), counted.get(2), counted.get(3))
                    .standing(counted.getFirst() == 1, quota, millis);
        } catch (InterruptedException | TimeoutException e) {
            answer.cancel(false);
            throw e;
        }
    }

    private synchronized void complain(Throwable failure) {
        if (System.nanoTime() - silentUntil >= 0) {
            silentUntil = System.nanoTime() + SILENCE.toNanos();
            log.warn(
                    "the cache server failed ({}): each copy of the gateway counts requests by itself until it is back",
                    failure.getClass().getSimpleName());
        }
    }

    /** For tests: the server is asked again. */
    void reset() {
        breaker.reset();
    }

    /** For tests: whether the server is left alone at present. */
    boolean isLeftAlone() {
        return breaker.getState() == CircuitBreaker.State.OPEN;
    }
}
