package dev.waymark.identity.tokens;

import dev.waymark.identity.clients.Clients;
import dev.waymark.identity.grants.AuthorizationCodes;
import dev.waymark.identity.grants.Grants;
import dev.waymark.identity.sessions.LoginSessions;
import java.util.List;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.config.annotation.web.configurers.oauth2.server.authorization.OAuth2AuthorizationServerConfigurer;
import org.springframework.security.config.annotation.web.configurers.oauth2.server.authorization.OAuth2TokenEndpointConfigurer;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientCredentialsAuthenticationProvider;
import org.springframework.security.oauth2.server.authorization.web.authentication.OAuth2AuthorizationCodeAuthenticationConverter;
import org.springframework.security.oauth2.server.authorization.web.authentication.OAuth2RefreshTokenAuthenticationConverter;
import org.springframework.stereotype.Component;

/** What clients can ask for, beneath Spring's endpoints, which read the requests and write the answers. */
@Component
class Exchanges {
    /** Nothing that Spring would keep is kept: what must be remembered is in {@code grants}. */
    private final OAuth2AuthorizationService authorizations = new UnstoredAuthorizations();

    private final AccessTokens machineTokens;
    private final CodeExchange code;
    private final RefreshExchange refresh;
    private final Introspection introspection;
    private final Revocation revocation;

    Exchanges(
            AccessTokens machineTokens,
            PersonTokens personTokens,
            IssuedTokens issued,
            AuthorizationCodes codes,
            Grants grants,
            LoginSessions sessions,
            Clients clients,
            @Value("${PUBLIC_ORIGIN}") String origin) {
        this.machineTokens = machineTokens;
        this.code = new CodeExchange(codes, grants, personTokens);
        this.refresh = new RefreshExchange(grants, sessions, personTokens);
        this.introspection = new Introspection(issued, grants, clients, origin);
        this.revocation = new Revocation(issued, grants);
    }

    void configure(OAuth2AuthorizationServerConfigurer server, TokenErrors errors) {
        server.authorizationService(authorizations)
                .tokenGenerator(machineTokens)
                .tokenEndpoint(endpoint -> configure(endpoint, errors))
                .tokenIntrospectionEndpoint(
                        endpoint -> endpoint.authenticationProviders(providers -> only(providers, introspection))
                                .errorResponseHandler(errors))
                .tokenRevocationEndpoint(
                        endpoint -> endpoint.authenticationProviders(providers -> only(providers, revocation))
                                .errorResponseHandler(errors));
    }

    private void configure(OAuth2TokenEndpointConfigurer endpoint, TokenErrors errors) {
        endpoint.accessTokenRequestConverters(converters -> {
                    converters.clear();
                    converters.addAll(List.of(
                            new OAuth2AuthorizationCodeAuthenticationConverter(),
                            new OAuth2RefreshTokenAuthenticationConverter(),
                            new ClientCredentialsRequest()));
                })
                .authenticationProviders(providers -> only(
                        providers,
                        code,
                        refresh,
                        new OAuth2ClientCredentialsAuthenticationProvider(authorizations, machineTokens)))
                .errorResponseHandler(errors);
    }

    /** Spring's own are taken out. */
    static void only(List<AuthenticationProvider> providers, AuthenticationProvider... wanted) {
        providers.clear();
        providers.addAll(List.of(wanted));
    }
}
