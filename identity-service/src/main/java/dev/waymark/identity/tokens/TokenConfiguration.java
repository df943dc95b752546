package dev.waymark.identity.tokens;

import dev.waymark.identity.clients.Clients;
import dev.waymark.identity.keys.KeyTimes;
import dev.waymark.platform.security.ServiceSecurity;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.annotation.web.configurers.oauth2.server.authorization.OAuth2ClientAuthenticationConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;
import org.springframework.security.oauth2.server.authorization.web.authentication.ClientSecretBasicAuthenticationConverter;
import org.springframework.security.oauth2.server.authorization.web.authentication.ClientSecretPostAuthenticationConverter;
import org.springframework.security.web.SecurityFilterChain;

/**
 * The endpoints for clients. What is not listed here of what Spring's authorization server can do is neither announced nor answered.
 */
@Configuration(proxyBeanMethods = false)
class TokenConfiguration {
    static final String TOKEN = "/oauth2/token";
    static final String KEYS = "/oauth2/jwks";
    static final String INTROSPECTION = "/oauth2/introspect";
    static final String REVOCATION = "/oauth2/revoke";

    @Bean
    AuthorizationServerSettings authorizationServerSettings(@Value("${PUBLIC_ORIGIN}") String origin) {
        return AuthorizationServerSettings.builder()
                .issuer(origin)
                .authorizationEndpoint("/oauth2/authorize")
                .tokenEndpoint(TOKEN)
                .jwkSetEndpoint(KEYS)
                .tokenIntrospectionEndpoint(INTROSPECTION)
                .tokenRevocationEndpoint(REVOCATION)
                .oidcUserInfoEndpoint(UserInfo.PATH)
                .oidcLogoutEndpoint("/oauth2/logout")
                .build();
    }

    @Bean
    @Order(1)
    @ConditionalOnWebApplication
    SecurityFilterChain clientEndpoints(
            HttpSecurity http,
            RegisteredClientRepository registered,
            Clients clients,
            Exchanges exchanges,
            AllowedOrigins origins) {
        TokenErrors errors = new TokenErrors();
        ClientAuthentication authentication = new ClientAuthentication(registered, new StoredSecrets(clients));

        return withoutBrowser(http.securityMatcher(TOKEN, KEYS, INTROSPECTION, REVOCATION), origins)
                .oauth2AuthorizationServer(server -> {
                    server.clientAuthentication(client -> authenticated(client, authentication, errors));
                    exchanges.configure(server, errors);
                })
                .headers(headers -> headers.defaultsDisabled().addHeaderWriter(TokenConfiguration::caching))
                .exceptionHandling(handling -> handling.authenticationEntryPoint(errors))
                .authorizeHttpRequests(
                        requests -> requests.requestMatchers(HttpMethod.POST, TOKEN, INTROSPECTION, REVOCATION)
                                .authenticated()
                                .anyRequest()
                                .permitAll())
                .build();
    }

    /** The bearer token is looked at by {@link UserInfo}, which knows more of it than a resource server does. */
    @Bean
    @Order(1)
    @ConditionalOnWebApplication
    SecurityFilterChain userInfoEndpoint(HttpSecurity http, AllowedOrigins origins) {
        return withoutBrowser(http.securityMatcher(UserInfo.PATH), origins)
                .headers(AbstractHttpConfigurer::disable)
                .authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
                .build();
    }

    private static HttpSecurity withoutBrowser(HttpSecurity http, AllowedOrigins origins) {
        return http.csrf(AbstractHttpConfigurer::disable)
                .cors(cors -> cors.configurationSource(origins))
                .requestCache(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS));
    }

    private static void authenticated(
            OAuth2ClientAuthenticationConfigurer client, ClientAuthentication authentication, TokenErrors errors) {
        client.authenticationConverters(converters -> {
                    converters.clear();
                    converters.addAll(List.of(
                            new ClientSecretBasicAuthenticationConverter(),
                            new ClientSecretPostAuthenticationConverter(),
                            new PublicClientRequest()));
                })
                .authenticationProviders(providers -> Exchanges.only(providers, authentication))
                .errorResponseHandler(errors);
    }

    /** RFC 6749, section 5.1: tokens are kept by no cache. The key set may be, shortly. */
    private static void caching(HttpServletRequest request, HttpServletResponse response) {
        boolean keys = request.getRequestURI().equals(KEYS);
        response.setHeader(
                HttpHeaders.CACHE_CONTROL, keys ? "public, max-age=" + KeyTimes.CACHED.toSeconds() : "no-store");
        if (keys) {
            // For scripts of any origin: they are the same for everybody.
            response.setHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, "*");
        }
    }

    /** Discovery, probes and the like, for anyone to read; everything else does not exist. */
    @Bean
    @Order(2)
    @ConditionalOnWebApplication
    SecurityFilterChain everythingElse(HttpSecurity http) {
        return ServiceSecurity.stateless(http)
                .authorizeHttpRequests(requests -> requests.requestMatchers(HttpMethod.GET)
                        .permitAll()
                        .requestMatchers(HttpMethod.HEAD)
                        .permitAll()
                        .anyRequest()
                        .denyAll())
                .build();
    }
}
