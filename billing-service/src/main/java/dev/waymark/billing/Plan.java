package dev.waymark.billing;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A version of a plan, as it was published.
 *
 * @param id the plan's, which stays when versions come
 * @param version from 1
 * @param price for one billing period
 * @param billingPeriod {@code month} or {@code year}
 * @param permissions what it permits, by their ids
 * @param limits what it limits
 */
record Plan(
        String id,
        int version,
        String name,
        String summary,
        Money price,
        String billingPeriod,
        Instant publishedAt,
        List<String> permissions,
        List<Limit> limits) {

    /**
     * @param id what is limited
     * @param amount how many at the most; null: without limit
     */
    record Limit(
            String id,

            @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable
            Long amount) {}

    Plan {
        permissions = List.copyOf(permissions);
        limits = List.copyOf(limits);
    }
}
