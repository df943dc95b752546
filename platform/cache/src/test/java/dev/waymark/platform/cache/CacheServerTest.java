package dev.waymark.platform.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.waymark.testing.RedisProcess;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;

class CacheServerTest {
    private static final AutoConfigurations CONFIGURATION = AutoConfigurations.of(CacheAutoConfiguration.class);

    private final WebApplicationContextRunner service =
            new WebApplicationContextRunner().withConfiguration(CONFIGURATION);

    @Test
    void aServiceThatNamesTheSettingHasAConnection() {
        service.withPropertyValues(
                        "waymark.settings[0]=SITE", "waymark.settings[1]=CACHE_URL", "CACHE_URL=redis://localhost:1")
                .run(context -> assertThat(context).hasSingleBean(CacheServer.class));
    }

    @Test
    void aServiceThatDoesNotNameItHasNone() {
        service.withPropertyValues("waymark.settings[0]=SITE", "CACHE_URL=redis://localhost:1")
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(CacheServer.class));
        service.run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(CacheServer.class));
    }

    @Test
    void anAttemptThatFailsLeavesNoConnectionBehind() throws InterruptedException {
        try (RedisProcess redis = new RedisProcess()) {
            redis.ask("ACL SETUSER default -@scripting");
            CacheServer server = new CacheServer(redis.url());
            server.start();
            try {
                await("an attempt that the server refuses")
                        .atMost(Duration.ofSeconds(20))
                        .until(() -> redis.ask("ACL LOG").contains("eval"));
                // The next attempt comes after five seconds.
                await().pollInterval(Duration.ofMillis(100))
                        .untilAsserted(() -> assertThat(redis.ask("CLIENT LIST").lines())
                                .filteredOn(line -> line.contains("addr="))
                                .as("the asking one alone")
                                .hasSize(1));
                assertThat(server.client()).isNull();

                redis.ask("ACL SETUSER default +@all");
                await().atMost(Duration.ofSeconds(20)).until(() -> server.client() != null);
            } finally {
                server.destroy();
            }
        }
    }

    @Test
    void aCommandHasNone() {
        new ApplicationContextRunner()
                .withConfiguration(CONFIGURATION)
                .withPropertyValues("waymark.settings[0]=CACHE_URL", "CACHE_URL=redis://localhost:1")
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(CacheServer.class));
    }
}
