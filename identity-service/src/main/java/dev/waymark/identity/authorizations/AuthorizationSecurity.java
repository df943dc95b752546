package dev.waymark.identity.authorizations;

import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;

/**
 * The two endpoints that other sites send browsers to. They change nothing by themselves, so they need no token of a form; the pages
 * with forms are below {@code /login}, with all other pages.
 */
@Configuration(proxyBeanMethods = false)
class AuthorizationSecurity {
    @Bean
    @Order(0)
    @ConditionalOnWebApplication
    SecurityFilterChain authorizationEndpoints(HttpSecurity http) {
        return http.securityMatcher(AuthorizationEndpoint.PATH, LogoutEndpoint.PATH)
                .csrf(AbstractHttpConfigurer::disable)
                .headers(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
                .build();
    }
}
