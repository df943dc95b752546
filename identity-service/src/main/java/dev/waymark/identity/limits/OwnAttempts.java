package dev.waymark.identity.limits;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Attempts that this copy counts by itself, a bounded number of subjects. The times of as many attempts are kept as are allowed: there is
 * room when the oldest of them is as old as the window. That is exact at any moment, and cheap, for no limit allows many.
 */
final class OwnAttempts {
    /** About 30 MiB when all of them are full. */
    private static final int MOST_SUBJECTS = 100_000;

    private final Cache<String, Times> subjects = Caffeine.newBuilder()
            .maximumSize(MOST_SUBJECTS)
            .expireAfterAccess(Duration.ofMinutes(30))
            .build();

    private static final class Times {
        /** The newest first. */
        private final Deque<Long> times = new ArrayDeque<>(4);

        synchronized long take(int most, long window, long now) {
            Long newest = times.peekFirst();
            if (newest != null && newest - now > window) {
                // The clock was set back by so much that waiting for it would lock people out.
                times.clear();
            }
            long moment = newest == null || times.isEmpty() ? now : Math.max(now, newest);
            Long oldest = times.peekLast();
            if (times.size() >= most && oldest != null) {
                if (moment - oldest < window) {
                    return oldest + window - moment;
                }
                times.removeLast();
            }
            times.addFirst(moment);
            return 0;
        }

        synchronized boolean giveBack(long window, long now) {
            Long newest = times.peekFirst();
            if (newest == null || now - newest >= window) {
                return false;
            }
            times.removeFirst();
            return true;
        }
    }

    /** @return milliseconds until there is room, 0 when there was */
    long take(String key, Limit limit, long now) {
        return subjects.get(key, _ -> new Times())
                .take(limit.most(), limit.window().toMillis(), now);
    }

    /** @return whether there was one to take back */
    boolean giveBack(String key, Limit limit, long now) {
        Times times = subjects.getIfPresent(key);
        return times != null && times.giveBack(limit.window().toMillis(), now);
    }
}
