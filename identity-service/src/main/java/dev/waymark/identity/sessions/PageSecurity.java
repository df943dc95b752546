package dev.waymark.identity.sessions;

import dev.waymark.identity.browser.FormTokens;
import dev.waymark.platform.web.Problem;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.servlet.HandlerExceptionResolver;

/** Pages for browsers: their forms have tokens. Who may see a page is said by its controller's parameters. */
@Configuration(proxyBeanMethods = false)
class PageSecurity {
    /** A form without its token: nearly always one that was open while the browser lost its cookies. */
    private static final Problem EXPIRED = new Problem(
            HttpStatus.FORBIDDEN,
            "form_expired",
            "This form has expired. Please go back, load the page again and send it once more.");

    @Bean
    @Order(0)
    @ConditionalOnWebApplication
    SecurityFilterChain browserPages(
            HttpSecurity http,
            FormTokens tokens,
            @Qualifier("handlerExceptionResolver") HandlerExceptionResolver problems) {
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
                .exceptionHandling(handling -> handling.accessDeniedHandler(
                        (request, response, _) -> problems.resolveException(request, response, null, EXPIRED)))
                .requestCache(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
                .build();
    }
}
