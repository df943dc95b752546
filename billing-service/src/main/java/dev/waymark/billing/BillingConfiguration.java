package dev.waymark.billing;

import dev.waymark.platform.security.ServiceSecurity;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;

@Configuration(proxyBeanMethods = false)
class BillingConfiguration {
    @Bean
    @ConditionalOnWebApplication
    SecurityFilterChain access(HttpSecurity http) {
        return ServiceSecurity.stateless(http)
                .authorizeHttpRequests(requests -> requests.requestMatchers("/internal/**")
                        .denyAll()
                        .requestMatchers(HttpMethod.GET)
                        .permitAll()
                        .requestMatchers(HttpMethod.HEAD)
                        .permitAll()
                        .anyRequest()
                        .denyAll())
                .build();
    }
}
