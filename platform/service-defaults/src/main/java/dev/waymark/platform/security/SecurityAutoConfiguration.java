package dev.waymark.platform.security;

import java.net.http.HttpClient;
import java.time.Duration;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.security.oauth2.server.resource.autoconfigure.servlet.JwkSetUriJwtDecoderBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.web.client.RestTemplate;

/** Fetches the identity service's keys within bounded time. */
@AutoConfiguration
@ConditionalOnWebApplication
class SecurityAutoConfiguration {
    @Bean
    JwkSetUriJwtDecoderBuilderCustomizer keysWithinBoundedTime() {
        JdkClientHttpRequestFactory requests = new JdkClientHttpRequestFactory(
                HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build());
        requests.setReadTimeout(Duration.ofSeconds(3));
        return decoder -> decoder.restOperations(new RestTemplate(requests));
    }
}
