package dev.waymark.gateway.signin;

import dev.waymark.platform.cache.CacheCalls;
import dev.waymark.platform.cache.CacheServer;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** How the cache server is asked about sessions. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnWebApplication
class SessionCache {
    @Bean
    CacheCalls sessionCalls(
            CacheServer server,
            @Value("${waymark.gateway.session-timeout-millis}") long patienceMillis,
            MeterRegistry meters) {
        return new CacheCalls(
                server,
                "sessions",
                Duration.ofMillis(patienceMillis),
                "nobody is signed in until it is back, and nobody is signed out by it",
                meters);
    }
}
