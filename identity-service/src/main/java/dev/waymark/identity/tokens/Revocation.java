package dev.waymark.identity.tokens;

import dev.waymark.identity.grants.Grants;
import java.util.UUID;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2TokenRevocationAuthenticationToken;

/**
 * Ends what a client does not need any more: RFC 7009. Each of its tokens ends the whole family, as section 2.1 suggests. Services
 * that look at an access token alone take it until it expires, five minutes at the most; userinfo and introspection refuse it at once.
 * What is no token, or another client's, is answered as if it were revoked (section 2.2).
 */
final class Revocation implements AuthenticationProvider {
    private final IssuedTokens tokens;
    private final Grants grants;

    Revocation(IssuedTokens tokens, Grants grants) {
        this.tokens = tokens;
        this.grants = grants;
    }

    @Override
    public Authentication authenticate(Authentication request) {
        OAuth2TokenRevocationAuthenticationToken asked = (OAuth2TokenRevocationAuthenticationToken) request;
        AskingClient client = AskingClient.of(asked);
        return TokenErrors.whileDatabaseAnswers(() -> {
            grants.revoke(asked.getToken(), client.id());
            tokens.accessToken(asked.getToken()).ifPresent(token -> {
                if (IssuedTokens.uuid(token.getId()) instanceof UUID id) {
                    grants.revoke(id, client.id());
                }
            });
            return asked;
        });
    }

    @Override
    public boolean supports(Class<?> authentication) {
        return OAuth2TokenRevocationAuthenticationToken.class.isAssignableFrom(authentication);
    }
}
