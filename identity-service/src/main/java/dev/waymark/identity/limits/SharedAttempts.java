package dev.waymark.identity.limits;

import dev.waymark.platform.cache.CacheCalls;
import dev.waymark.platform.cache.CacheServer;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.redisson.api.RFuture;
import org.redisson.api.RScript;
import org.redisson.api.RedissonClient;
import org.redisson.client.codec.StringCodec;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** Attempts that all copies of the service count together, in the cache server. */
@Component
class SharedAttempts {
    /**
     * {@link OwnAttempts} in the server's own language, so that an attempt is looked at and counted in one step. It touches the one key
     * that it declares, as Dragonfly wants it: a list of the times of the last attempts, the newest first. Copies whose clocks differ
     * agree on the later time; how far they are apart locks nobody out for longer than the window, for by then the key is forgotten.
     */
    private static final String TAKE = """
            local now, most, window = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
            local newest = tonumber(redis.call('LINDEX', KEYS[1], 0) or '0')
            if newest > now then
              now = newest
            end
            local decisive = tonumber(redis.call('LINDEX', KEYS[1], most - 1) or '-1')
            if decisive >= 0 and now - decisive < window then
              return decisive + window - now
            end
            redis.call('LPUSH', KEYS[1], string.format('%.0f', now))
            redis.call('LTRIM', KEYS[1], 0, most - 1)
            redis.call('PEXPIRE', KEYS[1], window)
            return 0
            """;

    private static final String GIVE_BACK = """
            redis.call('LPOP', KEYS[1])
            return 0
            """;

    private final Optional<CacheCalls> calls;

    /** @param server empty while a command is carried out */
    SharedAttempts(
            Optional<CacheServer> server,
            @Value("${waymark.identity.cache-timeout-millis}") long patienceMillis,
            MeterRegistry meters) {
        this.calls = server.map(present -> new CacheCalls(
                present,
                "limits",
                Duration.ofMillis(patienceMillis),
                "each copy counts attempts by itself until it is back",
                meters));
    }

    /** @return milliseconds until there is room, 0 when there was; empty when the server is away, slow, or left alone */
    Optional<Long> take(String key, Limit limit, long now) {
        return ask(
                TAKE,
                key,
                String.valueOf(now),
                String.valueOf(limit.most()),
                String.valueOf(limit.window().toMillis()));
    }

    void giveBack(String key) {
        // Not undone when the server is away: the attempt then counts until its time has passed.
        Optional<Long> _ = ask(GIVE_BACK, key);
    }

    private Optional<Long> ask(String script, String key, Object... arguments) {
        return calls.flatMap(present -> present.ask(client -> send(client, script, key, arguments)));
    }

    private static RFuture<Long> send(RedissonClient client, String script, String key, Object... arguments) {
        return client.getScript(StringCodec.INSTANCE)
                .evalAsync(RScript.Mode.READ_WRITE, script, RScript.ReturnType.LONG, List.of(key), arguments);
    }

    /** For tests: the server is asked again at once. */
    void reset() {
        calls.ifPresent(CacheCalls::reset);
    }
}
