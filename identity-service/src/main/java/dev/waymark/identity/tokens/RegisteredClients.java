package dev.waymark.identity.tokens;

import dev.waymark.identity.clients.Client;
import dev.waymark.identity.clients.Clients;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.settings.TokenSettings;
import org.springframework.stereotype.Component;

/** Our clients as Spring's authorization server wants them. */
@Component
class RegisteredClients implements RegisteredClientRepository {
    private final Clients clients;

    RegisteredClients(Clients clients) {
        this.clients = clients;
    }

    @Override
    public void save(RegisteredClient client) {
        throw new UnsupportedOperationException("clients are changed by the command 'client'");
    }

    @Override
    public @Nullable RegisteredClient findById(String id) {
        return clients.byId(UUID.fromString(id))
                .map(RegisteredClients::registered)
                .orElse(null);
    }

    /** @return null when there is no such client that may authenticate over HTTP */
    @Override
    public @Nullable RegisteredClient findByClientId(String clientId) {
        return TokenErrors.<@Nullable RegisteredClient>whileDatabaseAnswers(() -> clients.byName(clientId)
                .filter(client -> client.enabled()
                        && (client.isPublic() || !client.secrets().isEmpty()))
                .map(RegisteredClients::registered)
                .orElse(null));
    }

    static RegisteredClient registered(Client client) {
        RegisteredClient.Builder builder = RegisteredClient.withId(client.id().toString())
                .clientId(client.name())
                .clientName(client.name())
                .clientIdIssuedAt(client.createdAt())
                .scopes(scopes -> scopes.addAll(client.scopes()))
                .tokenSettings(TokenSettings.builder()
                        .accessTokenTimeToLive(AccessTokens.LIFE)
                        .build());
        if (client.isForPeople()) {
            builder.authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
                    .authorizationGrantType(AuthorizationGrantType.REFRESH_TOKEN)
                    .redirectUris(uris -> uris.addAll(client.redirectUris()));
        } else {
            builder.authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS);
        }
        if (client.isPublic()) {
            builder.clientAuthenticationMethod(ClientAuthenticationMethod.NONE);
        } else {
            builder.clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
                    .clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_POST);
        }
        if (!client.secrets().isEmpty()) {
            builder.clientSecret(StoredSecrets.joined(client.secrets()));
        }
        return builder.build();
    }
}
