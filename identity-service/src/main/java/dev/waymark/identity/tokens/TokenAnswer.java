package dev.waymark.identity.tokens;

import dev.waymark.identity.grants.Successor;
import java.util.Map;
import org.springframework.security.oauth2.core.OAuth2RefreshToken;
import org.springframework.security.oauth2.core.oidc.endpoint.OidcParameterNames;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AccessTokenAuthenticationToken;

/** What a client gets for a code or a refresh token, as Spring's endpoint writes it. */
final class TokenAnswer {
    private TokenAnswer() {}

    static OAuth2AccessTokenAuthenticationToken of(AskingClient client, PersonTokens.Pair pair, Successor successor) {
        Map<String, Object> beside = pair.idToken()
                .map(token -> Map.<String, Object>of(OidcParameterNames.ID_TOKEN, token))
                .orElseGet(Map::of);
        return new OAuth2AccessTokenAuthenticationToken(
                client.registered(),
                client.principal(),
                pair.access(),
                new OAuth2RefreshToken(successor.token(), pair.access().getIssuedAt()),
                beside);
    }
}
