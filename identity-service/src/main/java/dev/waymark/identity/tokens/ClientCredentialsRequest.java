package dev.waymark.identity.tokens;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientCredentialsAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.web.authentication.OAuth2ClientCredentialsAuthenticationConverter;
import org.springframework.security.web.authentication.AuthenticationConverter;

/**
 * Reads a request for a client's own token. One that names no scope asks for all that the client may have: RFC 6749, section 3.3, wants
 * a default or a refusal, and a token without scopes is good for nothing.
 */
final class ClientCredentialsRequest implements AuthenticationConverter {
    private final AuthenticationConverter stock = new OAuth2ClientCredentialsAuthenticationConverter();

    @Override
    public @Nullable Authentication convert(HttpServletRequest request) {
        if (!(stock.convert(request) instanceof OAuth2ClientCredentialsAuthenticationToken asked)) {
            return null;
        }
        Set<String> scopes = asked.getScopes();
        if (scopes.isEmpty() && asked.getPrincipal() instanceof OAuth2ClientAuthenticationToken authenticated) {
            RegisteredClient client = authenticated.getRegisteredClient();
            scopes = client == null ? Set.of() : client.getScopes();
        }
        // Further parameters would bind the token to a proof (RFC 9449) that no service here asks for.
        return new OAuth2ClientCredentialsAuthenticationToken((Authentication) asked.getPrincipal(), scopes, Map.of());
    }
}
