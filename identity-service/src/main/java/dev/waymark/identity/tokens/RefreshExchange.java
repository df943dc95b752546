package dev.waymark.identity.tokens;

import dev.waymark.identity.grants.GrantedAccess;
import dev.waymark.identity.grants.Grants;
import dev.waymark.identity.grants.Successor;
import dev.waymark.identity.sessions.LoginSessions;
import java.util.Set;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2RefreshTokenAuthenticationToken;

/** Tokens for a refresh token, which is replaced. As with {@link CodeExchange codes}, they are signed first. */
final class RefreshExchange implements AuthenticationProvider {
    private final Grants grants;
    private final LoginSessions sessions;
    private final PersonTokens tokens;

    RefreshExchange(Grants grants, LoginSessions sessions, PersonTokens tokens) {
        this.grants = grants;
        this.sessions = sessions;
        this.tokens = tokens;
    }

    @Override
    public Authentication authenticate(Authentication request) {
        OAuth2RefreshTokenAuthenticationToken asked = (OAuth2RefreshTokenAuthenticationToken) request;
        AskingClient client = AskingClient.of(asked).using(AuthorizationGrantType.REFRESH_TOKEN);
        return TokenErrors.whileDatabaseAnswers(() -> exchange(asked, client));
    }

    private Authentication exchange(OAuth2RefreshTokenAuthenticationToken asked, AskingClient client) {
        String token = asked.getRefreshToken();
        GrantedAccess access = grants.find(token, client.id()).orElseThrow(() -> refused(token, client));
        Successor successor = Successor.make();
        PersonTokens.Pair pair =
                tokens.make(access, client.name(), narrowed(access, asked.getScopes()), successor.accessId());
        if (client.isOwn()) {
            // Who uses the site is here still. What other sites do by themselves says nothing about him.
            sessions.seen(access.session());
        }
        if (!grants.rotate(token, client.id(), successor)) {
            throw refused(token, client);
        }
        return TokenAnswer.of(client, pair, successor);
    }

    /** RFC 6749, section 6: fewer than were granted, for this access token; the refresh token keeps all. */
    private static Set<String> narrowed(GrantedAccess access, Set<String> asked) {
        if (!access.scopes().containsAll(asked)) {
            throw new OAuth2AuthenticationException(OAuth2ErrorCodes.INVALID_SCOPE);
        }
        return asked.isEmpty() ? access.scopes() : asked;
    }

    private OAuth2AuthenticationException refused(String token, AskingClient client) {
        grants.refreshTokenCameAgain(token, client.id());
        return new OAuth2AuthenticationException(OAuth2ErrorCodes.INVALID_GRANT);
    }

    @Override
    public boolean supports(Class<?> authentication) {
        return OAuth2RefreshTokenAuthenticationToken.class.isAssignableFrom(authentication);
    }
}
