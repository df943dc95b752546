package dev.waymark.gateway;

import dev.waymark.platform.pages.ErrorAnswers;
import dev.waymark.platform.web.Problem;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * How many requests a client may send in a minute. Programs are told in the fields {@code RateLimit-Policy} and {@code RateLimit}
 * (draft-ietf-httpapi-ratelimit-headers-10) with every answer, also with those that refuse: what is refused after this counts as well.
 * Above the quota the answer is 429 (RFC 6585, section 4).
 */
@Component
@ConditionalOnWebApplication
@Order(Ordered.HIGHEST_PRECEDENCE + 15)
class RateLimits extends OncePerRequestFilter {
    static final String POLICY_FIELD = "RateLimit-Policy";
    static final String STANDING_FIELD = "RateLimit";

    private final Map<Policy, Integer> quotas = new EnumMap<>(Policy.class);
    private final AddressRanges exempt;
    private final TrustedProxies proxies;
    private final SharedCounts shared;
    private final OwnCounts own = new OwnCounts();
    private final Clock clock;
    private final ErrorAnswers answers;
    private final MeterRegistry meters;

    RateLimits(
            Environment settings,
            @Value("${RATE_LIMIT_EXEMPT}") String exempt,
            TrustedProxies proxies,
            SharedCounts shared,
            Clock clock,
            ErrorAnswers answers,
            MeterRegistry meters) {
        for (Policy policy : Policy.values()) {
            quotas.put(
                    policy,
                    Integer.valueOf(
                            settings.getRequiredProperty(policy.setting()).strip()));
        }
        this.exempt = new AddressRanges(exempt);
        this.proxies = proxies;
        this.shared = shared;
        this.clock = clock;
        this.answers = answers;
        this.meters = meters;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Policy policy = Policy.of(request);
        int quota = policy == null ? 0 : quotas.getOrDefault(policy, 0);
        String client = proxies.client(request);
        if (policy == null || quota == 0 || exempt.include(client)) {
            chain.doFilter(request, response);
            return;
        }
        Tally.Standing standing = count(policy.title() + ":" + Clients.of(client, request.getRemoteAddr()), quota);
        if (policy.isTold()) {
            tell(response, policy, quota, standing);
        }
        if (standing.passed()) {
            chain.doFilter(request, response);
            return;
        }
        meters.counter("waymark.rate.limited", "policy", policy.title()).increment();
        answers.answer(refusal(standing.seconds()), request.getRequestURI(), request.getHeader(HttpHeaders.ACCEPT))
                .writeTo(response);
    }

    private Tally.Standing count(String key, int quota) {
        long now = clock.millis();
        return shared.count(key, quota, now).orElseGet(() -> own.count(key, quota, now));
    }

    /** Names are known to need no escapes as strings of a structured field (RFC 9651, section 3.3.3). */
    private static void tell(HttpServletResponse response, Policy policy, int quota, Tally.Standing standing) {
        response.setHeader(POLICY_FIELD, "\"%s\";q=%d;w=%d".formatted(policy.title(), quota, Tally.WINDOW.toSeconds()));
        response.setHeader(
                STANDING_FIELD, "\"%s\";r=%d;t=%d".formatted(policy.title(), standing.remaining(), standing.seconds()));
    }

    private static Problem refusal(long seconds) {
        return new Problem(
                        HttpStatus.TOO_MANY_REQUESTS,
                        "rate_limited",
                        "That was a lot in a short time. Please try again in %d seconds.".formatted(seconds))
                .retryAfter(Duration.ofSeconds(seconds));
    }
}
