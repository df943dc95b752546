package dev.waymark.identity.keys;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import dev.waymark.platform.command.ConditionalOnServing;
import java.util.List;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.oauth2.jwt.JwtEncoder;
import org.springframework.security.oauth2.jwt.NimbusJwtEncoder;

/** Joins the keys to Spring Security. */
@Configuration(proxyBeanMethods = false)
class KeyConfiguration {
    /** What {@code /oauth2/jwks} shows: public parts only. */
    @Bean
    JWKSource<SecurityContext> publishedKeys(SigningKeys keys) {
        return (selector, _) -> selector.select(new JWKSet(
                keys.published().stream().<JWK>map(SigningKey::publicKey).toList()));
    }

    /** Signs with the active key, and with no other. */
    @Bean
    JwtEncoder jwtEncoder(SigningKeys keys) {
        return new NimbusJwtEncoder((selector, _) -> selector.select(new JWKSet(List.<JWK>of(keys.signing()))));
    }

    /** Makes or reads the keys before the first request; a wrong secret ends the start here. */
    @Bean
    @ConditionalOnServing
    InitializedKeys initializedKeys(SigningKeys keys) {
        return new InitializedKeys(keys.signing().getKeyID());
    }

    record InitializedKeys(String kid) {}

    @Bean
    @ConditionalOnServing
    HealthIndicator signingKeyHealthIndicator(SigningKeys keys) {
        return () -> Health.up().withDetail("kid", keys.signing().getKeyID()).build();
    }
}
