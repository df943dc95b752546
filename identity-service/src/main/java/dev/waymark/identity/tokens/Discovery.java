package dev.waymark.identity.tokens;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Authorization server metadata, RFC 8414. Spring's own lists endpoints and grants that are not here yet, and cannot leave them out.
 * OpenID Connect's document comes with the login that it describes.
 */
@RestController
@ConditionalOnWebApplication
class Discovery {
    private final Map<String, Object> metadata = new LinkedHashMap<>();

    Discovery(AuthorizationServerSettings settings, @Value("${PUBLIC_ORIGIN}") String origin) {
        metadata.put("issuer", origin);
        metadata.put("token_endpoint", origin + settings.getTokenEndpoint());
        metadata.put("jwks_uri", origin + settings.getJwkSetEndpoint());
        metadata.put("grant_types_supported", List.of("client_credentials"));
        metadata.put("token_endpoint_auth_methods_supported", List.of("client_secret_basic", "client_secret_post"));
        // Required by the RFC; there is no endpoint yet that takes a response type.
        metadata.put("response_types_supported", List.of());
    }

    @GetMapping("/.well-known/oauth-authorization-server")
    ResponseEntity<Map<String, Object>> metadata() {
        return ResponseEntity.ok()
                .cacheControl(CacheControl.maxAge(Duration.ofHours(1)).cachePublic())
                .body(metadata);
    }
}
