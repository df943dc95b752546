package dev.waymark.platform.cache;

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
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;

/**
 * The connection to the cache server, made beside the start: a service is ready without it. Until the first connection this tries by
 * itself, afterwards the client restores what breaks.
 */
public final class CacheServer implements DisposableBean {
    private static final Logger log = LoggerFactory.getLogger(CacheServer.class);
    private static final Duration PAUSE = Duration.ofSeconds(5);
    private static final int ATTEMPTS_BETWEEN_COMPLAINTS = 12;

    private final Config config;
    private final Thread connecting = Thread.ofVirtual().name("cache-server").unstarted(this::connect);
    private volatile @Nullable RedissonClient client;

    /** @param url the setting {@code CACHE_URL} */
    public CacheServer(String url) {
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

    /** Begins to connect; the framework calls it when the application is ready. */
    @EventListener(ApplicationReadyEvent.class)
    public void start() {
        connecting.start();
    }

    private void connect() {
        for (int attempt = 0; !Thread.currentThread().isInterrupted(); attempt++) {
            try {
                client = connected();
                return;
            } catch (RuntimeException e) {
                if (attempt % ATTEMPTS_BETWEEN_COMPLAINTS == 0) {
                    log.warn(
                            "the cache server is not there ({}): each copy of the service does without it until it is",
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

    private RedissonClient connected() {
        RedissonClient connected = Redisson.create(config);
        try {
            // The first call of all loads classes, for longer than a visitor should wait.
            connected.getScript().eval(RScript.Mode.READ_WRITE, "return 1", RScript.ReturnType.LONG);
            return connected;
        } catch (RuntimeException e) {
            // Each attempt makes a client of its own, with its threads and connections.
            connected.shutdown();
            throw e;
        }
    }

    @Override
    public void destroy() throws InterruptedException {
        if (connecting.getState() != Thread.State.NEW) {
            connecting.interrupt();
            connecting.join(PAUSE);
        }
        RedissonClient connected = client;
        if (connected != null) {
            connected.shutdown();
        }
    }
}
