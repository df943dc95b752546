package dev.waymark.identity.tokens;

import dev.waymark.identity.clients.Client;
import dev.waymark.identity.clients.Clients;
import java.util.UUID;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;

/** The client that has been authenticated for a request. */
record AskingClient(OAuth2ClientAuthenticationToken principal, RegisteredClient registered) {
    /**
     * @param request one of those that Spring's endpoints make, whose principal is the client
     * @throws OAuth2AuthenticationException {@code invalid_client} when it was not authenticated
     */
    static AskingClient of(Authentication request) {
        if (request.getPrincipal() instanceof OAuth2ClientAuthenticationToken client
                && client.isAuthenticated()
                && client.getRegisteredClient() instanceof RegisteredClient registered) {
            return new AskingClient(client, registered);
        }
        throw new OAuth2AuthenticationException(OAuth2ErrorCodes.INVALID_CLIENT);
    }

    /** @throws OAuth2AuthenticationException {@code unauthorized_client} when it is none for this grant */
    AskingClient using(AuthorizationGrantType grant) {
        if (!registered.getAuthorizationGrantTypes().contains(grant)) {
            throw new OAuth2AuthenticationException(OAuth2ErrorCodes.UNAUTHORIZED_CLIENT);
        }
        return this;
    }

    UUID id() {
        return UUID.fromString(registered.getId());
    }

    String name() {
        return registered.getClientId();
    }

    /** As {@link Client#isOwn}. */
    boolean isOwn() {
        return name().equals(Clients.GATEWAY);
    }

    boolean isPublic() {
        return ClientAuthenticationMethod.NONE.equals(principal.getClientAuthenticationMethod());
    }
}
