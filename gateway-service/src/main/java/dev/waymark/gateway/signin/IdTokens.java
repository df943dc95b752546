package dev.waymark.gateway.signin;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWT;
import com.nimbusds.oauth2.sdk.id.Audience;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.openid.connect.sdk.Nonce;
import com.nimbusds.openid.connect.sdk.claims.IDTokenClaimsSet;
import com.nimbusds.openid.connect.sdk.validators.IDTokenValidator;
import java.net.MalformedURLException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/** Checks ID tokens by OpenID Connect Core 1.0, section 3.1.3.7. */
final class IdTokens {
    /** For clocks that differ, on tokens that live for minutes. */
    private static final Duration CLOCK_SKEW = Duration.ofSeconds(30);

    private final ClientID client;
    private final IDTokenValidator validator;

    /** @param keys where the issuer's key set is, asked when a token names a key that is not known */
    IdTokens(Issuer issuer, ClientID client, URI keys, BackChannel back) {
        this.client = client;
        this.validator = new IDTokenValidator(
                issuer, client, new JWSVerificationKeySelector<>(JWSAlgorithm.RS256, source(keys, back)), null);
        this.validator.setMaxClockSkew((int) CLOCK_SKEW.toSeconds());
    }

    /** Who signed in. */
    record Subject(UUID account, UUID sid, Instant issuedAt) {}

    private static JWKSource<SecurityContext> source(URI keys, BackChannel back) {
        try {
            return JWKSourceBuilder.<SecurityContext>create(keys.toURL(), back)
                    .refreshAheadCache(false)
                    .rateLimited(Duration.ofSeconds(1).toMillis())
                    // Keys are published long before they sign: those of a while ago still tell who signed.
                    .outageTolerant(Duration.ofHours(1).toMillis())
                    .build();
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException("not the address of a key set", e);
        }
    }

    /**
     * @param nonce that the login was begun with
     * @throws RefusedException when the token does not say that somebody signed in here and now
     * @throws IdentityAwayException when its key cannot be had just now
     */
    Subject check(JWT token, String nonce) throws RefusedException {
        try {
            IDTokenClaimsSet claims = validator.validate(token, new Nonce(nonce));
            // Steps 3 to 5: no audience beside us is trusted, nor anybody else who asked for it.
            if (!claims.getAudience().equals(Audience.create(client.getValue()))) {
                throw new RefusedException("an ID token for others as well");
            }
            if (claims.getAuthorizedParty() != null
                    && !claims.getAuthorizedParty().getValue().equals(client.getValue())) {
                throw new RefusedException("an ID token that another client asked for");
            }
            if (claims.getSessionID() == null) {
                throw new RefusedException("an ID token without sid");
            }
            return new Subject(
                    UUID.fromString(claims.getSubject().getValue()),
                    UUID.fromString(claims.getSessionID().getValue()),
                    claims.getIssueTime().toInstant());
        } catch (KeySourceException e) {
            // Of whichever kind: it failed, it was none, or it was asked for too often.
            throw new IdentityAwayException(
                    "the key set cannot be had: " + e.getClass().getSimpleName());
        } catch (BadJOSEException | JOSEException e) {
            throw new RefusedException(e.getClass().getSimpleName());
        } catch (IllegalArgumentException _) {
            throw new RefusedException("sub or sid is not a UUID");
        }
    }
}
