package dev.waymark.identity.tokens;

import dev.waymark.identity.clients.Clients;
import dev.waymark.identity.clients.Scope;
import dev.waymark.identity.grants.GrantedAccess;
import dev.waymark.identity.sessions.SignInMethod;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.security.oauth2.core.OAuth2AccessToken;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.JwsHeader;
import org.springframework.security.oauth2.jwt.JwtClaimsSet;
import org.springframework.security.oauth2.jwt.JwtEncoder;
import org.springframework.security.oauth2.jwt.JwtEncoderParameters;
import org.springframework.stereotype.Component;

/**
 * Makes the tokens of people: access tokens (RFC 9068), which say nothing of what somebody may do or who he is beside his account's id,
 * and ID tokens (OpenID Connect Core 1.0, section 2).
 */
@Component
class PersonTokens {
    static final String ID_TYPE = "JWT";
    /** The services that a person's requests reach through the gateway. */
    private static final List<String> SERVICES =
            List.of("billing-service", "identity-service", "organization-service", "search-indexer");

    private final JwtEncoder encoder;
    private final Clock clock;
    private final String issuer;

    PersonTokens(JwtEncoder encoder, Clock clock, @Value("${PUBLIC_ORIGIN}") String origin) {
        this.encoder = encoder;
        this.clock = clock;
        this.issuer = origin;
    }

    /**
     * What a client gets beside its refresh token.
     *
     * @param idToken empty without the scope {@code openid}
     */
    record Pair(OAuth2AccessToken access, Optional<String> idToken) {}

    /**
     * @param client the client's name
     * @param scopes what the access token permits, not more than was granted
     * @param accessId the access token's {@code jti}
     * @throws org.springframework.security.oauth2.core.OAuth2AuthenticationException {@code temporarily_unavailable} while the signing
     *     keys cannot be read
     */
    Pair make(GrantedAccess person, String client, Set<String> scopes, UUID accessId) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        String access = accessToken(person, client, scopes, accessId, now);
        Optional<String> id =
                scopes.contains(Scope.OPENID) ? Optional.of(idToken(person, client, access, now)) : Optional.empty();
        return new Pair(
                new OAuth2AccessToken(
                        OAuth2AccessToken.TokenType.BEARER, access, now, now.plus(AccessTokens.LIFE), scopes),
                id);
    }

    private String accessToken(GrantedAccess person, String client, Set<String> scopes, UUID accessId, Instant now) {
        return signed(
                AccessTokens.TYPE,
                claims(person, now)
                        .audience(audience(client))
                        .id(accessId.toString())
                        .claim("client_id", client)
                        .claim("scope", String.join(" ", new TreeSet<>(scopes)))
                        .build());
    }

    /** The gateway speaks for people to all services; what others get is good at the userinfo endpoint and nowhere else. */
    private List<String> audience(String client) {
        return client.equals(Clients.GATEWAY) ? SERVICES : List.of(issuer);
    }

    private String idToken(GrantedAccess person, String client, String access, Instant now) {
        JwtClaimsSet.Builder claims = claims(person, now)
                .audience(List.of(client))
                .claim("auth_time", person.authenticatedAt().getEpochSecond())
                .claim("amr", SignInMethod.references(person.methods()))
                .claim("at_hash", hash(access));
        if (person.nonce() instanceof String nonce) {
            claims.claim("nonce", nonce);
        }
        return signed(ID_TYPE, claims.build());
    }

    private JwtClaimsSet.Builder claims(GrantedAccess person, Instant now) {
        return JwtClaimsSet.builder()
                .issuer(issuer)
                .subject(person.account().toString())
                .issuedAt(now)
                .expiresAt(now.plus(AccessTokens.LIFE))
                .claim("sid", person.session().toString());
    }

    private String signed(String type, JwtClaimsSet claims) {
        JwsHeader header = JwsHeader.with(SignatureAlgorithm.RS256).type(type).build();
        return TokenErrors.whileKeysCanBeRead(() -> encoder.encode(JwtEncoderParameters.from(header, claims)))
                .getTokenValue();
    }

    /** OpenID Connect Core 1.0, section 3.1.3.6: the left half of the hash, by the algorithm of the signature. */
    private static String hash(String access) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(access.getBytes(StandardCharsets.US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(digest, digest.length / 2));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
