package dev.waymark.identity.tokens;

import dev.waymark.identity.clients.Client;
import dev.waymark.identity.clients.Clients;
import dev.waymark.identity.grants.Grants;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenIntrospection;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2TokenIntrospectionAuthenticationToken;

/**
 * Says whether a token is good at this moment: RFC 7662. It says so to the client that the token was issued to, and to a service that
 * an access token is meant for, which is a client of the same name as in {@code aud}; to everybody else no token is active, as section 4
 * advises. A client that can keep no secret is told nothing.
 */
final class Introspection implements AuthenticationProvider {
    private static final OAuth2TokenIntrospection INACTIVE =
            OAuth2TokenIntrospection.builder(false).build();

    private final IssuedTokens tokens;
    private final Grants grants;
    private final Clients clients;
    private final String issuer;

    Introspection(IssuedTokens tokens, Grants grants, Clients clients, String issuer) {
        this.tokens = tokens;
        this.grants = grants;
        this.clients = clients;
        this.issuer = issuer;
    }

    @Override
    public Authentication authenticate(Authentication request) {
        OAuth2TokenIntrospectionAuthenticationToken asked = (OAuth2TokenIntrospectionAuthenticationToken) request;
        AskingClient client = AskingClient.of(asked);
        if (client.isPublic()) {
            throw new OAuth2AuthenticationException(OAuth2ErrorCodes.INVALID_CLIENT);
        }
        String token = asked.getToken();
        OAuth2TokenIntrospection found = TokenErrors.whileDatabaseAnswers(() ->
                accessToken(token, client).or(() -> refreshToken(token, client)).orElse(INACTIVE));
        return new OAuth2TokenIntrospectionAuthenticationToken(token, client.principal(), found);
    }

    private Optional<OAuth2TokenIntrospection> accessToken(String text, AskingClient client) {
        return tokens.accessToken(text)
                .filter(token -> client.name().equals(token.getClaimAsString("client_id"))
                        || IssuedTokens.audience(token).contains(client.name()))
                .filter(this::isLive)
                .map(token -> OAuth2TokenIntrospection.builder(true)
                        .claims(claims -> claims.putAll(token.getClaims()))
                        .claims(claims -> claims.remove("scope"))
                        .scopes(scopes -> scopes.addAll(List.of(
                                String.valueOf(token.getClaimAsString("scope")).split(" "))))
                        .tokenType("Bearer")
                        .build());
    }

    /** A person's token is as good as his session; a machine's as the machine. */
    private boolean isLive(Jwt token) {
        return token.hasClaim("sid")
                ? IssuedTokens.uuid(token.getId()) instanceof UUID id && grants.isLive(id)
                : clients.byName(String.valueOf(token.getClaimAsString("client_id")))
                        .filter(Client::enabled)
                        .isPresent();
    }

    private Optional<OAuth2TokenIntrospection> refreshToken(String text, AskingClient client) {
        return grants.outlook(text, client.id())
                .map(token -> OAuth2TokenIntrospection.builder(true)
                        .issuer(issuer)
                        .clientId(client.name())
                        .subject(token.account().toString())
                        .scopes(scopes -> scopes.addAll(new TreeSet<>(token.scopes())))
                        .issuedAt(token.issuedAt())
                        .expiresAt(token.expiresAt())
                        .claim("sid", token.session().toString())
                        .build());
    }

    @Override
    public boolean supports(Class<?> authentication) {
        return OAuth2TokenIntrospectionAuthenticationToken.class.isAssignableFrom(authentication);
    }
}
