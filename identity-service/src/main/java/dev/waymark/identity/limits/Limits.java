package dev.waymark.identity.limits;

import dev.waymark.identity.keys.DerivedKeys;
import dev.waymark.platform.settings.Site;
import dev.waymark.platform.web.Problem;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.Locale;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/**
 * Counts attempts, of all copies of the service together; while the cache server is away, each copy counts its own. What is counted is
 * known to the cache server by a MAC: no address and no account is in it.
 */
@Component
public class Limits {
    private final SharedAttempts shared;
    private final OwnAttempts own = new OwnAttempts();
    private final AddressRanges exempt;
    private final DerivedKeys keys;
    private final Site site;
    private final Clock clock;
    private final MeterRegistry meters;

    /** @param exempt addresses and ranges that {@code …_BY_ADDRESS} does not count; never an account */
    Limits(
            SharedAttempts shared,
            @Value("${RATE_LIMIT_EXEMPT}") String exempt,
            DerivedKeys keys,
            Site site,
            Clock clock,
            MeterRegistry meters) {
        this.shared = shared;
        this.exempt = new AddressRanges(exempt);
        this.keys = keys;
        this.site = site;
        this.clock = clock;
        this.meters = meters;
    }

    /**
     * Counts one attempt.
     *
     * @param subject what is counted: {@link dev.waymark.identity.browser.Visitor#address()}, an account's id, or the key of an address
     * @throws Problem 429 with Retry-After when it is one too many, which is not counted
     */
    public void take(Limit limit, String subject) {
        if (isExempt(limit, subject)) {
            return;
        }
        String key = key(limit, subject);
        long now = clock.millis();
        long wait = shared.take(key, limit, now).orElseGet(() -> own.take(key, limit, now));
        if (wait > 0) {
            meters.counter("waymark.attempts.limited", "limit", title(limit)).increment();
            throw refusal(Math.ceilDiv(wait, 1000));
        }
    }

    /** Takes an attempt back that was counted in advance and turned out to be a success. */
    public void giveBack(Limit limit, String subject) {
        if (isExempt(limit, subject)) {
            return;
        }
        String key = key(limit, subject);
        // What was counted here while the cache server was away is not known there.
        if (!own.giveBack(key, limit, clock.millis())) {
            shared.giveBack(key);
        }
    }

    private boolean isExempt(Limit limit, String subject) {
        return limit.isByAddress() && exempt.include(subject);
    }

    private String key(Limit limit, String subject) {
        String counted = limit.isByAddress() ? Networks.of(subject) : subject;
        String name = title(limit);
        byte[] mac = keys.mac("limit", name + ":" + counted);
        return site.cacheKey(
                "limit:" + name + ":" + Base64.getUrlEncoder().withoutPadding().encodeToString(mac));
    }

    /** In keys and metrics. */
    private static String title(Limit limit) {
        return limit.name().toLowerCase(Locale.ROOT);
    }

    private static Problem refusal(long seconds) {
        return new Problem(
                        HttpStatus.TOO_MANY_REQUESTS,
                        "too_many_attempts",
                        seconds == 1
                                ? "That was tried often in a short time. Please try again in a second."
                                : "That was tried often in a short time. Please try again in %d seconds."
                                        .formatted(seconds))
                .retryAfter(Duration.ofSeconds(seconds));
    }
}
