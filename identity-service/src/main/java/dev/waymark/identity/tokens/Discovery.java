package dev.waymark.identity.tokens;

import dev.waymark.identity.clients.Scope;
import dev.waymark.platform.pages.Language;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * What this provider is and can: OpenID Connect Discovery 1.0, section 3, and RFC 8414. Spring's own list endpoints and grants that
 * are not here, and cannot leave them out.
 */
@RestController
@ConditionalOnWebApplication
class Discovery {
    private static final List<String> WITH_SECRET = List.of("client_secret_basic", "client_secret_post");
    private static final List<String> ALL = List.of("client_secret_basic", "client_secret_post", "none");

    private final Map<String, Object> metadata = new LinkedHashMap<>();

    Discovery(AuthorizationServerSettings settings, @Value("${PUBLIC_ORIGIN}") String origin) {
        metadata.put("issuer", origin);
        metadata.put("authorization_endpoint", origin + settings.getAuthorizationEndpoint());
        metadata.put("token_endpoint", origin + settings.getTokenEndpoint());
        metadata.put("userinfo_endpoint", origin + settings.getOidcUserInfoEndpoint());
        metadata.put("jwks_uri", origin + settings.getJwkSetEndpoint());
        metadata.put("end_session_endpoint", origin + settings.getOidcLogoutEndpoint());
        metadata.put("introspection_endpoint", origin + settings.getTokenIntrospectionEndpoint());
        metadata.put("revocation_endpoint", origin + settings.getTokenRevocationEndpoint());
        metadata.put("scopes_supported", Scope.OF_PEOPLE);
        metadata.put("response_types_supported", List.of("code"));
        metadata.put("response_modes_supported", List.of("query"));
        metadata.put("grant_types_supported", List.of("authorization_code", "refresh_token", "client_credentials"));
        metadata.put("token_endpoint_auth_methods_supported", ALL);
        metadata.put("revocation_endpoint_auth_methods_supported", ALL);
        metadata.put("introspection_endpoint_auth_methods_supported", WITH_SECRET);
        metadata.put("code_challenge_methods_supported", List.of("S256"));
        metadata.put("authorization_response_iss_parameter_supported", true);
        metadata.put("subject_types_supported", List.of("public"));
        metadata.put("id_token_signing_alg_values_supported", List.of("RS256"));
        metadata.put(
                "claims_supported",
                List.of(
                        "iss",
                        "sub",
                        "aud",
                        "exp",
                        "iat",
                        "auth_time",
                        "nonce",
                        "amr",
                        "sid",
                        "at_hash",
                        "name",
                        "locale",
                        "email",
                        "email_verified"));
        metadata.put("prompt_values_supported", List.of("none", "login", "consent", "select_account"));
        metadata.put(
                "ui_locales_supported",
                Arrays.stream(Language.values()).map(Language::tag).toList());
        metadata.put("claims_parameter_supported", false);
        metadata.put("request_parameter_supported", false);
        metadata.put("request_uri_parameter_supported", false);
    }

    /** For scripts of any origin: it is the same for everybody. */
    @GetMapping({"/.well-known/oauth-authorization-server", "/.well-known/openid-configuration"})
    ResponseEntity<Map<String, Object>> metadata() {
        return ResponseEntity.ok()
                .cacheControl(CacheControl.maxAge(Duration.ofHours(1)).cachePublic())
                .header(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, "*")
                .body(metadata);
    }
}
