package dev.waymark.identity.tokens;

import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;

/**
 * Whether a client is who it says: RFC 6749, section 2.3. Spring's own providers also look up the code that is redeemed, in a store of
 * theirs; here the statement that redeems it holds it against the verifier.
 */
final class ClientAuthentication implements AuthenticationProvider {
    private final RegisteredClientRepository clients;
    private final StoredSecrets secrets;

    ClientAuthentication(RegisteredClientRepository clients, StoredSecrets secrets) {
        this.clients = clients;
        this.secrets = secrets;
    }

    @Override
    public Authentication authenticate(Authentication request) {
        OAuth2ClientAuthenticationToken asked = (OAuth2ClientAuthenticationToken) request;
        ClientAuthenticationMethod method = asked.getClientAuthenticationMethod();
        RegisteredClient client = clients.findByClientId(String.valueOf(asked.getPrincipal()));
        if (client == null || !client.getClientAuthenticationMethods().contains(method)) {
            throw new OAuth2AuthenticationException(OAuth2ErrorCodes.INVALID_CLIENT);
        }
        boolean isPublic = method.equals(ClientAuthenticationMethod.NONE);
        Object secret = asked.getCredentials();
        if (!isPublic && !secrets.matches(secret == null ? null : secret.toString(), client.getClientSecret())) {
            throw new OAuth2AuthenticationException(OAuth2ErrorCodes.INVALID_CLIENT);
        }
        return new OAuth2ClientAuthenticationToken(client, method, secret);
    }

    @Override
    public boolean supports(Class<?> authentication) {
        return OAuth2ClientAuthenticationToken.class.isAssignableFrom(authentication);
    }
}
