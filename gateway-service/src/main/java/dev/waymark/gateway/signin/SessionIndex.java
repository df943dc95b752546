package dev.waymark.gateway.signin;

import dev.waymark.platform.cache.CacheCalls;
import dev.waymark.platform.settings.Site;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.redisson.api.RBucket;
import org.redisson.api.RMap;
import org.redisson.api.RedissonClient;
import org.redisson.client.codec.StringCodec;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.stereotype.Component;

/**
 * Which sessions an account has, so that they can be ended without the cookies that open them; and for some minutes, what has been
 * ended: a login that was under way meanwhile must not survive it. Whoever ends says so first and looks for sessions then; whoever
 * begins a session lists it first and asks then whether it has been ended. So one of the two sees the other.
 */
@Component
@ConditionalOnWebApplication
class SessionIndex {
    /** Longer than any login takes from its tokens to its session. */
    private static final Duration REMEMBERED = Duration.ofMinutes(10);

    /** Of one account: more than anybody has browsers. */
    private static final int MOST = 50;

    private final CacheCalls cache;
    private final Site site;
    private final Clock clock;

    SessionIndex(CacheCalls cache, Site site, Clock clock) {
        this.cache = cache;
        this.site = site;
        this.clock = clock;
    }

    /** @param key the session's in the cache server; the other components are those of {@link Session} */
    record Entry(String key, UUID sid, Instant signedInAt, Instant endsAt) {
        private static Entry parse(String key, String value) {
            String[] parts = value.split(" ");
            return new Entry(
                    key,
                    UUID.fromString(parts[0]),
                    Instant.ofEpochSecond(Long.parseLong(parts[1])),
                    Instant.ofEpochSecond(Long.parseLong(parts[2])));
        }

        private String value() {
            return sid + " " + signedInAt.getEpochSecond() + " " + endsAt.getEpochSecond();
        }
    }

    /**
     * @param lifetime at least as long as the session can last
     * @return the keys of those that the caller has to end: they are over, or too many
     */
    List<String> add(String key, Session session, Duration lifetime) {
        Entry entry = new Entry(key, session.sid(), session.signedInAt(), session.endsAt());
        cache.demand(client -> map(client, session.account()).fastPutAsync(key, entry.value()));
        cache.demand(client -> map(client, session.account()).expireAsync(lifetime));
        Instant now = clock.instant();
        List<Entry> others = entries(session.account()).stream()
                .filter(other -> !other.key().equals(key))
                .sorted(Comparator.comparing(Entry::endsAt).reversed())
                .toList();
        return IntStream.range(0, others.size())
                .filter(i -> i >= MOST - 1 || others.get(i).endsAt().isBefore(now))
                .mapToObj(i -> others.get(i).key())
                .toList();
    }

    void remove(UUID account, List<String> keys) {
        cache.demand(client -> map(client, account).fastRemoveAsync(keys.toArray(String[]::new)));
    }

    List<Entry> entries(UUID account) {
        List<Entry> entries = new ArrayList<>();
        Map<String, String> all = cache.demand(client -> map(client, account).readAllMapAsync());
        if (all != null) {
            all.forEach((key, value) -> entries.add(Entry.parse(key, value)));
        }
        return entries;
    }

    /**
     * @param subject an account, or a session by its {@code sid}
     * @param until sessions that began by then are over
     */
    void remember(UUID subject, Instant until) {
        // Before the call: a time that cannot be written so is no fault of the cache server's.
        String millis = String.valueOf(until.toEpochMilli());
        cache.demand(client -> ended(client, subject).setAsync(millis, REMEMBERED));
    }

    /** Whether this session has been ended lately. */
    boolean isEnded(Session session) {
        return isEnded(session.sid(), session.signedInAt()) || isEnded(session.account(), session.signedInAt());
    }

    private boolean isEnded(UUID subject, Instant signedInAt) {
        String until = cache.demand(client -> ended(client, subject).getAsync());
        return until != null && signedInAt.toEpochMilli() <= Long.parseLong(until);
    }

    private RMap<String, String> map(RedissonClient client, UUID account) {
        return client.getMap(site.cacheKey("account:" + account), StringCodec.INSTANCE);
    }

    private RBucket<String> ended(RedissonClient client, UUID subject) {
        return client.getBucket(site.cacheKey("ended:" + subject), StringCodec.INSTANCE);
    }
}
