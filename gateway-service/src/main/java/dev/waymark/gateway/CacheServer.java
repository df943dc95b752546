package dev.waymark.gateway;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.redisson.Redisson;
import org.redisson.api.RScript;
import org.redisson.api.RedissonClient;
import org.redisson.client.codec.StringCodec;
import org.redisson.config.Config;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * The connection to the cache server, made beside the start: the gateway is ready without it. Until the first connection this tries by
 * itself, afterwards the client restores what breaks.
 */
@Component
@ConditionalOnWebApplication
public class CacheServer implements DisposableBean {
    private static final Logger log = LoggerFactory.getLogger(CacheServer.class);
    private static final Duration PAUSE = Duration.ofSeconds(5);
    private static final int ATTEMPTS_BETWEEN_COMPLAINTS = 12;

    private final Config config;
    private final Thread connecting = Thread.ofVirtual().name("cache-server").unstarted(this::connect);
    private volatile @Nullable RedissonClient client;

    CacheServer(@Value("${CACHE_URL}") String url) {
        this.config = config(URI.create(url.strip()));
    }

    /** Null as long as there never was a connection. */
    public @Nullable RedissonClient client() {
        return client;
    }

    /** Few threads and connections: a request asks once, with few bytes. */
    private static Config config(URI url) {
        Config config = new Config();
        config.setCodec(StringCodec.INSTANCE).setThreads(1).setNettyThreads(1).setUseScriptCache(true);
        String[] login = url.getUserInfo() == null
                ? new String[] {""}
                : url.getUserInfo().split(":", 2);
        if (!login[0].isEmpty()) {
            config.setUsername(login[0]);
        }
        if (login.length > 1) {
            config.setPassword(login[1]);
        }
        String database = url.getPath().replace("/", "");
        config.useSingleServer()
                .setAddress(url.getScheme() + "://" + url.getHost() + ":" + (url.getPort() < 0 ? 6379 : url.getPort()))
                .setDatabase(database.isEmpty() ? 0 : Integer.parseInt(database))
                .setConnectionPoolSize(8)
                .setConnectionMinimumIdleSize(1)
                .setSubscriptionConnectionPoolSize(1)
                .setSubscriptionConnectionMinimumIdleSize(1)
                .setConnectTimeout(1000)
                .setTimeout(3000)
                .setRetryAttempts(0);
        return config;
    }

    @EventListener(ApplicationReadyEvent.class)
    void start() {
        connecting.start();
    }

    private void connect() {
        for (int attempt = 0; !Thread.currentThread().isInterrupted(); attempt++) {
            try {
                RedissonClient connected = Redisson.create(config);
                // The first call of all loads classes, for longer than a visitor should wait.
                connected.getScript().eval(RScript.Mode.READ_WRITE, "return 1", RScript.ReturnType.LONG);
                client = connected;
                return;
            } catch (RuntimeException e) {
                if (attempt % ATTEMPTS_BETWEEN_COMPLAINTS == 0) {
                    log.warn(
                            "the cache server is not there ({}): each copy of the gateway counts requests by itself until it is",
                            e.getClass().getSimpleName());
                }
            }
            try {
                Thread.sleep(PAUSE);
            } catch (InterruptedException _) {
                return;
            }
        }
    }

    @Override
    public void destroy() throws InterruptedException {
        connecting.interrupt();
        connecting.join(PAUSE);
        RedissonClient connected = client;
        if (connected != null) {
            connected.shutdown();
        }
    }
}
