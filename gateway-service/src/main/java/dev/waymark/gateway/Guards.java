package dev.waymark.gateway;

import dev.waymark.platform.pages.ErrorAnswers;
import io.github.resilience4j.bulkhead.BulkheadConfig;
import io.github.resilience4j.bulkhead.BulkheadRegistry;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.github.resilience4j.micrometer.tagged.TaggedBulkheadMetrics;
import io.github.resilience4j.micrometer.tagged.TaggedCircuitBreakerMetrics;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.stereotype.Component;

/** One guard a route; routes to the same service share its circuit breaker. */
@Component
@ConditionalOnWebApplication
class Guards {
    /** How long a service that keeps failing is left alone, and what clients are told to wait. */
    static final Duration REST = Duration.ofSeconds(5);

    private final CircuitBreakerRegistry breakers = CircuitBreakerRegistry.of(CircuitBreakerConfig.custom()
            .slidingWindowSize(20)
            .minimumNumberOfCalls(10)
            .failureRateThreshold(50)
            .waitDurationInOpenState(REST)
            .permittedNumberOfCallsInHalfOpenState(3)
            // Answers that never come would hold the half-open state for ever.
            .maxWaitDurationInHalfOpenState(Duration.ofSeconds(30))
            .build());
    private final BulkheadRegistry bulkheads = BulkheadRegistry.ofDefaults();
    private final ErrorAnswers answers;

    Guards(ErrorAnswers answers, MeterRegistry meters) {
        this.answers = answers;
        TaggedCircuitBreakerMetrics.ofCircuitBreakerRegistry(breakers).bindTo(meters);
        TaggedBulkheadMetrics.ofBulkheadRegistry(bulkheads).bindTo(meters);
    }

    Guard of(Route route) {
        BulkheadConfig bound = BulkheadConfig.custom()
                .maxConcurrentCalls(route.concurrency())
                .maxWaitDuration(Duration.ZERO)
                .build();
        return new Guard(
                breakers.circuitBreaker(route.service().title()), bulkheads.bulkhead(route.name(), bound), answers);
    }

    /** For tests: every breaker lets requests through again. */
    void reset() {
        breakers.getAllCircuitBreakers().forEach(breaker -> breaker.reset());
    }
}
