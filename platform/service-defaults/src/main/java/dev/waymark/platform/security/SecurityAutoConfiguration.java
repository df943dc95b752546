package dev.waymark.platform.security;

import java.net.http.HttpClient;
import java.time.Duration;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.security.oauth2.server.resource.autoconfigure.JwkSetUriJwtDecoderBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.oauth2.jwt.JwtTypeValidator;
import org.springframework.web.client.RestTemplate;

/** How every service checks an access token, beside issuer and audience, which follow from the settings. */
@AutoConfiguration
@ConditionalOnWebApplication
class SecurityAutoConfiguration {
    /** RFC 9068, section 4: only what says that it is an access token is one; an ID token opens nothing. */
    @Bean
    JwtTypeValidator accessTokensOnly() {
        return new JwtTypeValidator("at+jwt", "application/at+jwt");
    }

    /** The request has a span; one more for each filter that it passes says nothing, and costs. */
    @Bean
    SecurityObservationSettings noSpansOfFilters() {
        return SecurityObservationSettings.noObservations();
    }

    /** Fetches the identity service's keys within bounded time. */
    @Bean
    JwkSetUriJwtDecoderBuilderCustomizer keysWithinBoundedTime() {
        JdkClientHttpRequestFactory requests = new JdkClientHttpRequestFactory(
                HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build());
        requests.setReadTimeout(Duration.ofSeconds(3));
        return decoder -> decoder.restOperations(new RestTemplate(requests));
    }
}
