package dev.waymark.identity.keys;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import org.springframework.stereotype.Component;

/**
 * Public keys that are published or were so lately: what proves that an old ID token was ours. They are good for nothing that opens
 * anything.
 */
@Component
public class RememberedKeys {
    private final SigningKeys keys;

    RememberedKeys(SigningKeys keys) {
        this.keys = keys;
    }

    public JWKSource<SecurityContext> source() {
        return (selector, context) -> new ImmutableJWKSet<>(new JWKSet(keys.remembered().stream()
                        .<JWK>map(StoredKey::publicKey)
                        .toList()))
                .get(selector, context);
    }
}
