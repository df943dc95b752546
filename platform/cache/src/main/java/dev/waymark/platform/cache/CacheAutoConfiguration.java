package dev.waymark.platform.cache;

import dev.waymark.platform.settings.Setting;
import java.util.List;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** The connection, for a service that names {@code CACHE_URL} among its settings; a command does without. */
@AutoConfiguration
@ConditionalOnWebApplication
@Conditional(CacheAutoConfiguration.OnCacheSetting.class)
class CacheAutoConfiguration {
    @Bean
    CacheServer cacheServer(Environment environment) {
        return new CacheServer(environment.getRequiredProperty(Setting.CACHE_URL.name()));
    }

    static final class OnCacheSetting extends SpringBootCondition {
        @Override
        public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
            List<String> settings = Binder.get(context.getEnvironment())
                    .bind("waymark.settings", Bindable.listOf(String.class))
                    .orElse(List.of());
            return new ConditionOutcome(
                    settings.contains(Setting.CACHE_URL.name()), "CACHE_URL among the settings of the service");
        }
    }
}
