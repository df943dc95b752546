package dev.waymark.gateway;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;

/** Counts of this process alone: those of the clients that came last, a bounded number of them. */
final class OwnCounts {
    /** About 20 MiB. */
    private static final int MOST_CLIENTS = 100_000;

    private final Cache<String, Counter> counters = Caffeine.newBuilder()
            .maximumSize(MOST_CLIENTS)
            .expireAfterAccess(Duration.ofMinutes(2))
            .build();

    private static final class Counter {
        private Tally tally = Tally.NONE;

        synchronized Tally.Standing count(long quota, long millis) {
            tally = tally.at(millis);
            boolean passed = tally.hasRoom(quota, millis);
            if (passed) {
                tally = tally.plusOne();
            }
            return tally.standing(passed, quota, millis);
        }
    }

    Tally.Standing count(String key, long quota, long millis) {
        return counters.get(key, _ -> new Counter()).count(quota, millis);
    }
}
