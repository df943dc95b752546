package dev.waymark.gateway;

import dev.waymark.platform.cache.CacheCalls;
import dev.waymark.platform.cache.CacheServer;
import dev.waymark.platform.settings.Site;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.redisson.api.RScript;
import org.redisson.client.codec.StringCodec;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.stereotype.Component;

/**
 * Counts that all copies of the gateway share. A visitor never waits long for the cache server: when it fails or dawdles it is left
 * alone for a while, and there is no answer here.
 */
@Component
@ConditionalOnWebApplication
class SharedCounts {
    /**
     * {@link OwnCounts} in the server's own language, so that a request is looked at and counted in one step. It touches the one key
     * that it declares, as Dragonfly wants it. A copy whose clock is a little behind counts in the minute of the others.
     */
    private static final String COUNT = """
            local minute, elapsed = tonumber(ARGV[1]), tonumber(ARGV[2])
            local quota, length = tonumber(ARGV[3]), tonumber(ARGV[4])
            local stored = redis.call('HMGET', KEYS[1], 'minute', 'current', 'previous')
            local counted = tonumber(stored[1] or '0')
            local current, previous = tonumber(stored[2] or '0'), tonumber(stored[3] or '0')
            if counted == minute + 1 then
              minute, elapsed = counted, 0
            elseif counted == minute - 1 then
              current, previous = 0, current
            elseif counted ~= minute then
              current, previous = 0, 0
            end
            local passed = 0
            if current + math.ceil(previous * (length - elapsed) / length) < quota then
              passed = 1
              current = current + 1
              redis.call('HSET', KEYS[1], 'minute', minute, 'current', current, 'previous', previous)
              redis.call('PEXPIRE', KEYS[1], 2 * length)
            end
            return {passed, minute, current, previous}
            """;

    private final CacheCalls calls;
    private final Site site;

    SharedCounts(
            CacheServer server,
            Site site,
            @Value("${waymark.gateway.cache-timeout-millis}") long patienceMillis,
            MeterRegistry meters) {
        this.calls = new CacheCalls(
                server,
                "cache",
                Duration.ofMillis(patienceMillis),
                "each copy of the gateway counts requests by itself until it is back",
                meters);
        this.site = site;
    }

    /** @return empty when the server is away, slow, or left alone */
    Optional<Tally.Standing> count(String key, long quota, long millis) {
        long length = Tally.WINDOW.toMillis();
        return calls.ask(client -> client.getScript(StringCodec.INSTANCE)
                        .<List<Long>>evalAsync(
                                RScript.Mode.READ_WRITE,
                                COUNT,
                                RScript.ReturnType.LIST,
                                List.of(site.cacheKey("rate:" + key)),
                                String.valueOf(Tally.minute(millis)),
                                String.valueOf(Math.floorMod(millis, length)),
                                String.valueOf(quota),
                                String.valueOf(length)))
                .map(counted -> new Tally(counted.get(1), counted.get(2), counted.get(3))
                        .standing(counted.getFirst() == 1, quota, millis));
    }

    /** For tests: the server is asked again. */
    void reset() {
        calls.reset();
    }

    /** For tests: whether the server is left alone at present. */
    boolean isLeftAlone() {
        return calls.isLeftAlone();
    }
}
