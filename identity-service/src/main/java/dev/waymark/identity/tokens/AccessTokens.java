package dev.waymark.identity.tokens;

import dev.waymark.identity.clients.Scope;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtEncoder;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.context.AuthorizationServerContext;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;
import org.springframework.security.oauth2.server.authorization.token.DefaultOAuth2TokenContext;
import org.springframework.security.oauth2.server.authorization.token.JwtEncodingContext;
import org.springframework.security.oauth2.server.authorization.token.JwtGenerator;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenContext;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenGenerator;
import org.springframework.stereotype.Component;

/** Makes access tokens of machines: JWTs as RFC 9068 profiles them, for the endpoint and for the command alike. */
@Component
class AccessTokens implements OAuth2TokenGenerator<Jwt> {
    static final Duration LIFE = Duration.ofMinutes(5);
    /** RFC 9068, section 2.1: never taken for an ID token. */
    static final String TYPE = "at+jwt";

    private final JwtGenerator generator;
    private final Issuer issuer;

    AccessTokens(
            JwtEncoder encoder,
            AuthorizationServerSettings settings,
            @Value("${PUBLIC_ORIGIN}") String origin,
            Clock clock) {
        this.generator = new JwtGenerator(encoder);
        this.generator.setClock(clock);
        this.generator.setJwtCustomizer(AccessTokens::profile);
        this.issuer = new Issuer(origin, settings);
    }

    /** @throws OAuth2AuthenticationException {@code temporarily_unavailable} while the signing keys cannot be read */
    @Override
    public @Nullable Jwt generate(OAuth2TokenContext context) {
        return TokenErrors.whileKeysCanBeRead(() -> generator.generate(context));
    }

    /** A token for a client that did not come over HTTP. */
    Jwt issue(RegisteredClient client, Set<String> scopes) {
        OAuth2TokenContext context = DefaultOAuth2TokenContext.builder()
                .registeredClient(client)
                .principal(new CommandPrincipal(client.getClientId()))
                .authorizationServerContext(issuer)
                .authorizedScopes(scopes)
                .tokenType(OAuth2TokenType.ACCESS_TOKEN)
                .authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS)
                .build();
        Jwt token = generate(context);
        if (token == null) {
            throw new IllegalStateException("the generator makes no access tokens");
        }
        return token;
    }

    private static void profile(JwtEncodingContext context) {
        Set<String> scopes = new TreeSet<>(context.getAuthorizedScopes());
        context.getJwsHeader().type(TYPE);
        context.getClaims()
                .audience(Scope.audience(scopes))
                // RFC 9068, section 2.2.3: one string, separated by spaces.
                .claim("scope", String.join(" ", scopes))
                .claim("client_id", context.getRegisteredClient().getClientId());
    }

    private record Issuer(String origin, AuthorizationServerSettings settings) implements AuthorizationServerContext {
        @Override
        public String getIssuer() {
            return origin;
        }

        @Override
        public AuthorizationServerSettings getAuthorizationServerSettings() {
            return settings;
        }
    }

    private static final class CommandPrincipal extends AbstractAuthenticationToken {
        private final String name;

        CommandPrincipal(String name) {
            super(AuthorityUtils.NO_AUTHORITIES);
            this.name = name;
            setAuthenticated(true);
        }

        @Override
        public Object getPrincipal() {
            return name;
        }

        @Override
        public @Nullable Object getCredentials() {
            return null;
        }
    }
}
