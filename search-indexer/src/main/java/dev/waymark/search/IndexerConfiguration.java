package dev.waymark.search;

import dev.waymark.platform.security.ServiceSecurity;
import dev.waymark.search.meilisearch.Meilisearch;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;

@Configuration(proxyBeanMethods = false)
@EnableScheduling
class IndexerConfiguration {
    private static final String[] PUBLIC = {
        "/",
        "/search",
        "/countries/**",
        "/kinds/**",
        "/api/v1/search/**",
        "/livez",
        "/readyz",
        "/version",
        "/actuator/**"
    };

    /** Nobody calls it when {@code SEARCH_URL} is empty. */
    @Bean
    Meilisearch meilisearch(@Value("${SEARCH_URL}") String address, @Value("${SEARCH_KEY}") String key) {
        return new Meilisearch(address.strip(), key.strip());
    }

    @Bean
    @ConditionalOnWebApplication
    SecurityFilterChain access(HttpSecurity http) {
        return ServiceSecurity.stateless(http)
                .authorizeHttpRequests(requests -> requests.requestMatchers(HttpMethod.GET, PUBLIC)
                        .permitAll()
                        .requestMatchers(HttpMethod.HEAD, PUBLIC)
                        .permitAll()
                        .anyRequest()
                        .denyAll())
                .build();
    }
}
