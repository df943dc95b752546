package dev.waymark.identity.sessions;

import dev.waymark.identity.browser.FormTokens;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;

/** Pages for browsers: their forms have tokens. Who may see a page is said by its controller's parameters. */
@Configuration(proxyBeanMethods = false)
class PageSecurity {
    @Bean
    @Order(0)
    @ConditionalOnWebApplication
    SecurityFilterChain browserPages(HttpSecurity http, FormTokens tokens) {
        return http.securityMatcher(
                        "/login/**",
                        "/login",
                        "/logout",
                        "/sign-up/**",
                        "/sign-up",
                        "/reset/**",
                        "/reset",
                        "/account/**",
                        "/account",
                        "/admin/**",
                        "/admin")
                .csrf(csrf -> csrf.csrfTokenRepository(tokens))
                .headers(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
                .build();
    }
}
