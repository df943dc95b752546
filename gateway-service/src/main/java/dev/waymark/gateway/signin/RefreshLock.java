package dev.waymark.gateway.signin;

import dev.waymark.platform.cache.CacheCalls;
import dev.waymark.platform.settings.Site;
import java.time.Duration;
import java.util.UUID;
import org.redisson.api.RBucket;
import org.redisson.api.RedissonClient;
import org.redisson.client.codec.StringCodec;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.stereotype.Component;

/** Lets one request of all copies of the gateway refresh the tokens of a session. */
@Component
@ConditionalOnWebApplication
class RefreshLock {
    /** Longer than identity-service is waited for. */
    private static final Duration HELD = Duration.ofSeconds(10);
    /** After a failure nobody tries for so long. */
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private static final String PAUSING = "pausing";

    private final CacheCalls cache;
    private final Site site;

    RefreshLock(CacheCalls cache, Site site) {
        this.cache = cache;
        this.site = site;
    }

    /** What came of trying to take it. */
    sealed interface Attempt {
        /** @param owner to give it back with */
        record Taken(String owner) implements Attempt {}

        /** Another request is at it. */
        record Busy() implements Attempt {}

        /** Another request has just failed. */
        record Pausing() implements Attempt {}
    }

    Attempt take(String session) {
        String owner = UUID.randomUUID().toString();
        if (Boolean.TRUE.equals(cache.demand(client -> bucket(client, session).setIfAbsentAsync(owner, HELD)))) {
            return new Attempt.Taken(owner);
        }
        String holder = cache.demand(client -> bucket(client, session).getAsync());
        return PAUSING.equals(holder) ? new Attempt.Pausing() : new Attempt.Busy();
    }

    void giveBack(String session, String owner) {
        cache.demand(client -> bucket(client, session).compareAndSetAsync(owner, null));
    }

    /** Gives it back after a failure. */
    void pause(String session) {
        cache.demand(client -> bucket(client, session).setAsync(PAUSING, PAUSE));
    }

    private RBucket<String> bucket(RedissonClient client, String session) {
        return client.getBucket(site.cacheKey("refreshing:" + session), StringCodec.INSTANCE);
    }
}
