package dev.waymark.identity.tokens;

import dev.waymark.identity.clients.Clients;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.CorsConfigurationSource;

/**
 * Which scripts of other origins may ask for tokens: those of public clients, from where one of their redirect URIs is. Without
 * credentials: no cookie means anything at these endpoints.
 */
@Component
class AllowedOrigins implements CorsConfigurationSource {
    private static final Set<String> PATHS =
            Set.of(TokenConfiguration.TOKEN, TokenConfiguration.REVOCATION, UserInfo.PATH);

    private final Clients clients;

    AllowedOrigins(Clients clients) {
        this.clients = clients;
    }

    @Override
    public @Nullable CorsConfiguration getCorsConfiguration(HttpServletRequest request) {
        String origin = request.getHeader(HttpHeaders.ORIGIN);
        if (origin == null || !PATHS.contains(request.getRequestURI())) {
            return null;
        }
        try {
            return allowed(origin);
        } catch (DataAccessException _) {
            // This is asked before the endpoint is: it finds the database away itself, and says so as it should.
            return null;
        }
    }

    private CorsConfiguration allowed(String origin) {
        CorsConfiguration allowed = new CorsConfiguration();
        if (clients.isOriginOfPublicClient(origin)) {
            allowed.setAllowedOrigins(List.of(origin));
            allowed.setAllowedMethods(List.of("GET", "POST"));
            allowed.setAllowedHeaders(List.of(HttpHeaders.AUTHORIZATION, HttpHeaders.CONTENT_TYPE));
            allowed.setExposedHeaders(List.of(HttpHeaders.WWW_AUTHENTICATE));
            allowed.setMaxAge(Duration.ofHours(1));
        }
        return allowed;
    }
}
