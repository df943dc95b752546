package dev.waymark.gateway.signin;

import dev.waymark.platform.cache.CacheCalls;
import dev.waymark.platform.settings.Site;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.redisson.api.RBucket;
import org.redisson.api.RedissonClient;
import org.redisson.client.codec.StringCodec;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * The sessions of browsers, in the cache server and nowhere else: every copy of the gateway sees the same at any moment. The server
 * forgets them when nobody uses them, and only the browser's own cookie opens them.
 */
@Component
@ConditionalOnWebApplication
class Sessions {
    /** With the version of what is stored: one of another release is not opened, and its owner signs in again. */
    private static final String PURPOSE = "session 1";

    /** Between a token's time and that of the event which ended its session, both by the clocks of identity-service's copies. */
    private static final Duration CLOCKS = Duration.ofSeconds(5);

    private static final JsonMapper json = JsonMapper.builder().build();

    private final CacheCalls cache;
    private final SessionIndex index;
    private final Site site;
    private final Clock clock;
    private final Duration idle;
    private final Duration lifetime;

    Sessions(
            CacheCalls cache,
            SessionIndex index,
            Site site,
            Clock clock,
            @Value("${SESSION_IDLE_HOURS}") long idleHours,
            @Value("${SESSION_LIFETIME_DAYS}") long lifetimeDays) {
        this.cache = cache;
        this.index = index;
        this.site = site;
        this.clock = clock;
        this.idle = Duration.ofHours(idleHours);
        this.lifetime = Duration.ofDays(lifetimeDays);
    }

    /** @param sealed what was stored when it was read: by that a later write knows whether anything changed */
    record Stored(Session session, String sealed) {}

    /** How long a session lasts at the most. */
    Duration lifetime() {
        return lifetime;
    }

    /** @return false when it was ended while it began, and is over */
    boolean start(BrowserToken token, Session session) {
        List<String> surplus = index.add(token.key(), session, lifetime);
        String sealed = seal(token, session);
        Duration left = left(session);
        cache.demand(client -> bucket(client, token.key()).setAsync(sealed, left));
        end(session.account(), surplus.stream());
        if (index.isEnded(session)) {
            end(token, session);
            return false;
        }
        return true;
    }

    /** Finding a session is using it: it lasts for another while without use. */
    Optional<Stored> find(BrowserToken token) {
        String sealed = cache.demand(client -> bucket(client, token.key()).getAndExpireAsync(idle));
        if (sealed == null) {
            return Optional.empty();
        }
        Optional<Session> session = token.open(PURPOSE, sealed).map(content -> json.readValue(content, Session.class));
        if (session.isEmpty()) {
            return Optional.empty();
        }
        Duration left = left(session.get());
        if (left.isZero()) {
            end(token, session.get());
            return Optional.empty();
        }
        if (left.compareTo(idle) < 0) {
            cache.demand(client -> bucket(client, token.key()).expireAsync(left));
        }
        return Optional.of(new Stored(session.get(), sealed));
    }

    /**
     * Keeps new tokens for a session that is there; one that has been ended does not come back by this.
     *
     * @return empty when it was ended
     */
    Optional<Session> renew(BrowserToken token, Session session, Tokens tokens) {
        Session renewed = session.with(tokens);
        String sealed = seal(token, renewed);
        Duration left = left(renewed);
        Boolean there = cache.demand(client -> bucket(client, token.key()).setIfExistsAsync(sealed, left));
        return Boolean.TRUE.equals(there) ? Optional.of(renewed) : Optional.empty();
    }

    /** @return false when it has changed since it was read, and goes on */
    boolean endUnchanged(BrowserToken token, Stored stored) {
        Boolean deleted = cache.demand(client -> bucket(client, token.key()).compareAndSetAsync(stored.sealed(), null));
        if (!Boolean.TRUE.equals(deleted)) {
            return false;
        }
        index.remove(stored.session().account(), List.of(token.key()));
        return true;
    }

    void end(BrowserToken token, Session session) {
        end(session.account(), Stream.of(token.key()));
    }

    /** Ends those that have one of these {@code sid}s, also what is just being begun. */
    void end(UUID account, List<UUID> sids) {
        // However late its token was made: a session that is over stays so.
        sids.forEach(sid -> index.remember(sid, clock.instant().plus(lifetime)));
        end(account, entry -> sids.contains(entry.sid()));
    }

    /**
     * Ends all of an account that began by then, also what is just being begun. Those that began later belong to an account that was
     * allowed to sign in again: so an old event that comes once more ends nothing.
     */
    void endAll(UUID account, Instant until) {
        Instant last = until.plus(CLOCKS);
        index.remember(account, last);
        end(account, entry -> !entry.signedInAt().isAfter(last));
    }

    /** Ends all of an account that is gone for good. */
    void forget(UUID account) {
        endAll(account, clock.instant().plus(lifetime));
    }

    private void end(UUID account, Predicate<SessionIndex.Entry> which) {
        end(account, index.entries(account).stream().filter(which).map(SessionIndex.Entry::key));
    }

    private void end(UUID account, Stream<String> keys) {
        List<String> ended = keys.toList();
        if (ended.isEmpty()) {
            return;
        }
        String[] names = ended.stream().map(this::name).toArray(String[]::new);
        cache.demand(client -> client.getKeys().deleteAsync(names));
        index.remove(account, ended);
    }

    private Duration left(Session session) {
        Duration untilEnd = Duration.between(clock.instant(), session.endsAt());
        if (untilEnd.isNegative()) {
            return Duration.ZERO;
        }
        return untilEnd.compareTo(idle) < 0 ? untilEnd : idle;
    }

    private static String seal(BrowserToken token, Session session) {
        return token.seal(PURPOSE, json.writeValueAsBytes(session));
    }

    private RBucket<String> bucket(RedissonClient client, String key) {
        return client.getBucket(name(key), StringCodec.INSTANCE);
    }

    private String name(String key) {
        return site.cacheKey("session:" + key);
    }
}
