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
import org.springframework.security.config.annotation.web.configurers.oauth2.server.authorization.OAuth2TokenEndpointConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.authentication.ClientSecretAuthenticationProvider;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientCredentialsAuthenticationProvider;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;
import org.springframework.security.oauth2.server.authorization.web.authentication.ClientSecretBasicAuthenticationConverter;
import org.springframework.security.oauth2.server.authorization.web.authentication.ClientSecretPostAuthenticationConverter;
import org.springframework.security.web.SecurityFilterChain;

/**
 * Client credentials and the key set, and nothing else of what Spring's authorization server can do: what is not listed here is neither
 * announced nor answered.
 */
@Configuration(proxyBeanMethods = false)
class TokenConfiguration {
    static final String TOKEN = "/oauth2/token";
    static final String KEYS = "/oauth2/jwks";

    @Bean
    AuthorizationServerSettings authorizationServerSettings(@Value("${PUBLIC_ORIGIN}") String origin) {
        return AuthorizationServerSettings.builder()
                .issuer(origin)
                .tokenEndpoint(TOKEN)
                .jwkSetEndpoint(KEYS)
                .build();
    }

    @Bean
    @Order(1)
    @ConditionalOnWebApplication
    SecurityFilterChain tokenEndpoint(
            HttpSecurity http, RegisteredClientRepository registered, AccessTokens tokens, Clients clients) {
        OAuth2AuthorizationService authorizations = new UnstoredAuthorizations();
        TokenErrors errors = new TokenErrors();
        ClientSecretAuthenticationProvider secrets = new ClientSecretAuthenticationProvider(registered, authorizations);
        secrets.setPasswordEncoder(new StoredSecrets(clients));

        return http.securityMatcher(TOKEN, KEYS)
                .oauth2AuthorizationServer(server -> server.authorizationService(authorizations)
                        .tokenGenerator(tokens)
                        .clientAuthentication(client -> withSecret(client, secrets, errors))
                        .tokenEndpoint(endpoint -> clientCredentials(
                                endpoint,
                                new OAuth2ClientCredentialsAuthenticationProvider(authorizations, tokens),
                                errors)))
                .csrf(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .headers(headers -> headers.defaultsDisabled().addHeaderWriter(TokenConfiguration::caching))
                .exceptionHandling(handling -> handling.authenticationEntryPoint(errors))
                .authorizeHttpRequests(requests -> requests.requestMatchers(HttpMethod.POST, TOKEN)
                        .authenticated()
                        .anyRequest()
                        .permitAll())
                .build();
    }

    private static void withSecret(
            OAuth2ClientAuthenticationConfigurer client,
            ClientSecretAuthenticationProvider secrets,
            TokenErrors errors) {
        client.authenticationConverters(converters -> {
                    converters.clear();
                    converters.addAll(List.of(
                            new ClientSecretBasicAuthenticationConverter(),
                            new ClientSecretPostAuthenticationConverter()));
                })
                .authenticationProviders(providers -> {
                    providers.clear();
                    providers.add(secrets);
                })
                .errorResponseHandler(errors);
    }

    private static void clientCredentials(
            OAuth2TokenEndpointConfigurer endpoint,
            OAuth2ClientCredentialsAuthenticationProvider provider,
            TokenErrors errors) {
        endpoint.accessTokenRequestConverters(converters -> {
                    converters.clear();
                    converters.add(new ClientCredentialsRequest());
                })
                .authenticationProviders(providers -> {
                    providers.clear();
                    providers.add(provider);
                })
                .errorResponseHandler(errors);
    }

    /** RFC 6749, section 5.1: tokens are kept by no cache. The key set may be, shortly. */
    private static void caching(HttpServletRequest request, HttpServletResponse response) {
        response.setHeader(
                HttpHeaders.CACHE_CONTROL,
                request.getRequestURI().equals(KEYS) ? "public, max-age=" + KeyTimes.CACHED.toSeconds() : "no-store");
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
