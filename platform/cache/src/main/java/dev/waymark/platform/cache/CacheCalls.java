package dev.waymark.platform.cache;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.github.resilience4j.micrometer.tagged.TaggedCircuitBreakerMetrics;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.redisson.api.RedissonClient;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the cache server. Nobody waits long for it: when it fails or dawdles it is left alone for a while, and there is no answer here.
 */
public final class CacheCalls {
    /** How long a server that keeps failing is left alone. */
    public static final Duration REST = Duration.ofSeconds(5);

    private static final Logger log = LoggerFactory.getLogger(CacheCalls.class);
    private static final Duration SILENCE = Duration.ofMinutes(1);

    private final CacheServer server;
    private final Duration patience;
    private final String consequence;
    private final CircuitBreaker breaker;
    private long silentUntil = System.nanoTime();

    /**
     * @param name tells these calls from others in metrics
     * @param patience how long an answer is waited for
     * @param consequence what holds while there is none, for the log
     */
    public CacheCalls(CacheServer server, String name, Duration patience, String consequence, MeterRegistry meters) {
        this.server = server;
        this.patience = patience;
        this.consequence = consequence;
        CircuitBreakerRegistry breakers = CircuitBreakerRegistry.of(CircuitBreakerConfig.custom()
                .slidingWindowSize(10)
                .minimumNumberOfCalls(4)
                .failureRateThreshold(50)
                .waitDurationInOpenState(REST)
                .permittedNumberOfCallsInHalfOpenState(2)
                .maxWaitDurationInHalfOpenState(REST)
                .build());
        this.breaker = breakers.circuitBreaker(name);
        TaggedCircuitBreakerMetrics.ofCircuitBreakerRegistry(breakers).bindTo(meters);
    }

    /**
     * For what can be done without.
     *
     * @param question sends one command and returns what will have its answer
     * @return empty when the server is away, slow, or left alone, and also for null; the command may have taken effect all the same
     */
    public <T> Optional<T> ask(Function<RedissonClient, ? extends Future<T>> question) {
        try {
            return Optional.ofNullable(demand(question));
        } catch (CacheAwayException _) {
            return Optional.empty();
        }
    }

    /**
     * For what cannot be done without, or where null is an answer.
     *
     * @param question sends one command and returns what will have its answer
     * @throws CacheAwayException when the server is away, slow, or left alone; the command may have taken effect all the same
     */
    public <T> @Nullable T demand(Function<RedissonClient, ? extends Future<T>> question) {
        RedissonClient client = server.client();
        if (client == null || !breaker.tryAcquirePermission()) {
            throw new CacheAwayException("the cache server is left alone");
        }
        long start = System.nanoTime();
        try {
            T answer = await(question.apply(client));
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

    private <T> @Nullable T await(Future<T> answer) throws InterruptedException, ExecutionException, TimeoutException {
        try {
            return answer.get(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException | TimeoutException e) {
            answer.cancel(false);
            throw e;
        }
    }

    private synchronized void complain(Throwable failure) {
        if (System.nanoTime() - silentUntil >= 0) {
            silentUntil = System.nanoTime() + SILENCE.toNanos();
            log.warn("the cache server failed ({}): {}", failure.getClass().getSimpleName(), consequence);
        }
    }

    /** For tests: the server is asked again at once. */
    public void reset() {
        breaker.reset();
    }

    /** Whether the server is left alone at present. */
    public boolean isLeftAlone() {
        return breaker.getState() == CircuitBreaker.State.OPEN;
    }
}
