package dev.waymark.platform.cache;

import static org.assertj.core.api.Assertions.assertThat;

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
    void aCommandHasNone() {
        new ApplicationContextRunner()
                .withConfiguration(CONFIGURATION)
                .withPropertyValues("waymark.settings[0]=CACHE_URL", "CACHE_URL=redis://localhost:1")
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(CacheServer.class));
    }
}
