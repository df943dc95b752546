package dev.waymark.platform;

import dev.waymark.platform.settings.Site;
import java.time.Clock;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/** The beans that every service starts from. */
@AutoConfiguration
class PlatformAutoConfiguration {
    @Bean
    @ConditionalOnMissingBean
    Clock clock() {
        return Clock.systemUTC();
    }

    @Bean
    Site site(Environment environment) {
        return new Site(environment.getRequiredProperty("SITE"));
    }
}
