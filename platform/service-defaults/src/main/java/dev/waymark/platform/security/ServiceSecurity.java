package dev.waymark.platform.security;

import dev.waymark.platform.web.Problem;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;

/**
 * What the filter chains of all services have in common: bearer tokens of this site whose audience is this service, no session, and
 * refusals as problem documents. Response headers are the gateway's, which sees every answer.
 */
public final class ServiceSecurity {
    private ServiceSecurity() {}

    /** Applies the defaults; the caller adds its own rules of access. */
    public static HttpSecurity stateless(HttpSecurity http) {
        return http.csrf(AbstractHttpConfigurer::disable)
                .headers(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                // The answer to a refused request is made by a dispatch of its own, which is never refused itself.
                .authorizeHttpRequests(requests ->
                        requests.dispatcherTypeMatchers(DispatcherType.ERROR).permitAll())
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .oauth2ResourceServer(server -> server.jwt(Customizer.withDefaults())
                        .authenticationEntryPoint((request, response, _) ->
                                unauthorized(response, request.getHeader("Authorization") != null))
                        .accessDeniedHandler((_, response, _) -> forbidden(response)));
    }

    private static void unauthorized(HttpServletResponse response, boolean hadToken) throws IOException {
        // RFC 6750, section 3: the error code is left out when the request had no token at all.
        response.setHeader(HttpHeaders.WWW_AUTHENTICATE, hadToken ? "Bearer error=\"invalid_token\"" : "Bearer");
        write(
                response,
                new Problem(
                        HttpStatus.UNAUTHORIZED,
                        hadToken ? "invalid_token" : "token_required",
                        hadToken
                                ? "The access token is expired, malformed or meant for another service."
                                : "This needs an access token in the Authorization header."));
    }

    private static void forbidden(HttpServletResponse response) throws IOException {
        response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer error=\"insufficient_scope\"");
        write(
                response,
                new Problem(
                        HttpStatus.FORBIDDEN, "insufficient_scope", "The access token does not permit this request."));
    }

    private static void write(HttpServletResponse response, Problem problem) throws IOException {
        response.setStatus(problem.status().value());
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        response.getOutputStream().write(problem.toJson().getBytes(StandardCharsets.UTF_8));
    }
}
