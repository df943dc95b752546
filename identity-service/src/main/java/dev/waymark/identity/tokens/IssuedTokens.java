package dev.waymark.identity.tokens;

import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import dev.waymark.identity.keys.RememberedKeys;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.security.oauth2.jwt.JwtIssuerValidator;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.JwtTypeValidator;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.stereotype.Component;

/** Tells tokens that we signed from everything else. */
@Component
public class IssuedTokens {
    private final NimbusJwtDecoder accessTokens;
    private final NimbusJwtDecoder idTokens;

    IssuedTokens(
            JWKSource<SecurityContext> published,
            RememberedKeys remembered,
            @Value("${PUBLIC_ORIGIN}") String origin,
            Clock clock) {
        JwtTimestampValidator now = new JwtTimestampValidator(Duration.ZERO);
        now.setClock(clock);
        JwtIssuerValidator ours = new JwtIssuerValidator(origin);
        this.accessTokens = decoder(published, List.of(new JwtTypeValidator(AccessTokens.TYPE), ours, now));
        this.idTokens = decoder(remembered.source(), List.of(new JwtTypeValidator(PersonTokens.ID_TYPE), ours));
    }

    private static NimbusJwtDecoder decoder(
            JWKSource<SecurityContext> keys, List<OAuth2TokenValidator<Jwt>> validators) {
        NimbusJwtDecoder decoder = NimbusJwtDecoder.withJwkSource(keys)
                .jwsAlgorithm(SignatureAlgorithm.RS256)
                .build();
        decoder.setJwtValidator(new DelegatingOAuth2TokenValidator<>(validators));
        return decoder;
    }

    /**
     * What an ID token says.
     *
     * @param subject the account
     * @param client the name of the client that it was for
     * @param session null when it says none
     */
    public record IdToken(
            String subject, String client, @Nullable UUID session) {}

    /** Reads an ID token of ours as a hint: it may have expired (OpenID Connect RP-Initiated Logout 1.0, section 4). */
    public Optional<IdToken> idToken(String text) {
        return decoded(idTokens, text)
                .filter(token -> audience(token).size() == 1 && token.getSubject() != null)
                .map(token -> new IdToken(
                        String.valueOf(token.getSubject()),
                        audience(token).getFirst(),
                        uuid(token.getClaimAsString("sid"))));
    }

    /** @return empty when it names nobody */
    static List<String> audience(Jwt token) {
        List<String> audience = token.getAudience();
        return audience == null ? List.of() : audience;
    }

    /** Reads an access token of ours that has not expired. Whether its session has ended meanwhile, it cannot know. */
    Optional<Jwt> accessToken(String text) {
        return decoded(accessTokens, text);
    }

    private static Optional<Jwt> decoded(NimbusJwtDecoder decoder, String text) {
        try {
            return Optional.of(decoder.decode(text));
        } catch (JwtException _) {
            return Optional.empty();
        }
    }

    static @Nullable UUID uuid(@Nullable String text) {
        try {
            return text == null ? null : UUID.fromString(text);
        } catch (IllegalArgumentException _) {
            return null;
        }
    }
}
