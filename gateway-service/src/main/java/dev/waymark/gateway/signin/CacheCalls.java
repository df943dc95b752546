package dev.waymark.gateway.signin;

import dev.waymark.platform.cache.CacheServer;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.github.resilience4j.micrometer.tagged.TaggedCircuitBreakerMetrics;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.redisson.api.RFuture;
import org.redisson.api.RedissonClient;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.stereotype.Component;

/** Asks the cache server about sessions: for a bounded time, and for a while not at all after it failed. */
@Component
@ConditionalOnWebApplication
class CacheCalls {
    /** How long a server that keeps failing is left alone, and what clients are told to wait. */
    static final Duration REST = Duration.ofSeconds(5);

    private static final Logger log = LoggerFactory.getLogger(CacheCalls.class);
    private static final Duration SILENCE = Duration.ofMinutes(1);

    private final CacheServer server;
    private final long patienceMillis;
    private final CircuitBreaker breaker;
    private long silentUntil = System.nanoTime();

    CacheCalls(
            CacheServer server,
            @Value("${waymark.gateway.session-timeout-millis}") long patienceMillis,
            MeterRegistry meters) {
        this.server = server;
        this.patienceMillis = patienceMillis;
        CircuitBreakerRegistry breakers = CircuitBreakerRegistry.of(CircuitBreakerConfig.custom()
                .slidingWindowSize(10)
                .minimumNumberOfCalls(4)
                .failureRateThreshold(50)
                .waitDurationInOpenState(REST)
                .permittedNumberOfCallsInHalfOpenState(2)
                .maxWaitDurationInHalfOpenState(REST)
                .build());
        this.breaker = breakers.circuitBreaker("sessions");
        TaggedCircuitBreakerMetrics.ofCircuitBreakerRegistry(breakers).bindTo(meters);
    }

    /** @throws CacheAwayException when there is no answer: whether the command took effect is not known then */
    <T> @Nullable T ask(Function<RedissonClient, RFuture<T>> command) {
        RedissonClient client = server.client();
        if (client == null || !breaker.tryAcquirePermission()) {
            throw new CacheAwayException("the cache server is left alone");
        }
        long start = System.nanoTime();
        try {
            T answer = await(command.apply(client));
            breaker.onSuccess(System.nanoTime() - start, TimeUnit.NANOSECONDS);
            return answer;
        } catch (InterruptedException _) {
            breaker.releasePermission();
            Thread.currentThread().interrupt();
            throw new CacheAwayException("interrupted");
        } catch (ExecutionException | TimeoutException | RuntimeException e) {
            breaker.onError(System.nanoTime() - start, TimeUnit.NANOSECONDS, e);
            Throwable cause = e instanceof ExecutionException && e.getCause() != null ? e.getCause() : e;
            complain(cause);
            throw new CacheAwayException(cause.getClass().getSimpleName());
        }
    }

    private <T> @Nullable T await(RFuture<T> answer) throws InterruptedException, ExecutionException, TimeoutException {
        try {
            return answer.get(patienceMillis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException | TimeoutException e) {
            answer.cancel(false);
            throw e;
        }
    }

    private synchronized void complain(Throwable failure) {
        if (System.nanoTime() - silentUntil >= 0) {
            silentUntil = System.nanoTime() + SILENCE.toNanos();
            log.warn(
                    "the cache server failed ({}): nobody is signed in until it is back, and nobody is signed out by it",
                    failure.getClass().getSimpleName());
        }
    }

    /** For tests: the server is asked again. */
    void reset() {
        breaker.reset();
    }
}
