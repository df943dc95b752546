package dev.waymark.identity.keys;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.Optional;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** Makes keys, and opens those that were made. RS256 with 2048 bits: no other algorithm is verified faster by the services. */
@Component
class KeyMaker {
    private static final int BITS = 2048;

    private final KeyEncryption encryption;
    private final Optional<KeyEncryption> former;

    /** @param former empty when there is none */
    @Autowired
    KeyMaker(
            @Value("${KEY_ENCRYPTION_SECRET}") String secret, @Value("${KEY_ENCRYPTION_SECRET_FORMER}") String former) {
        this.encryption = new KeyEncryption(secret);
        this.former = Optional.of(former)
                .filter(text -> !text.isBlank() && !text.equals(secret))
                .map(KeyEncryption::new);
    }

    KeyMaker(String secret) {
        this(secret, "");
    }

    StoredKey make(Instant announcedAt, Instant signsFrom) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(BITS);
            KeyPair pair = generator.generateKeyPair();
            RSAKey publicKey = new RSAKey.Builder((RSAPublicKey) pair.getPublic())
                    .keyIDFromThumbprint()
                    .keyUse(KeyUse.SIGNATURE)
                    .algorithm(JWSAlgorithm.RS256)
                    .build();
            String kid = publicKey.getKeyID();
            String sealed = encryption.seal(kid, pair.getPrivate().getEncoded());
            return new StoredKey(kid, publicKey, sealed, announcedAt, signsFrom);
        } catch (GeneralSecurityException | JOSEException e) {
            throw new IllegalStateException("every Java platform has RSA", e);
        }
    }

    /** @throws UnreadableKeyException when it was made with neither secret */
    RSAKey open(StoredKey key) {
        byte[] privateKey = encryption
                .opened(key.kid(), key.sealedPrivateKey())
                .or(() -> openedWithFormer(key))
                .orElseThrow(() -> new UnreadableKeyException(key.kid()));
        try {
            return new RSAKey.Builder(key.publicKey())
                    .privateKey(KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(privateKey)))
                    .build();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has RSA", e);
        }
    }

    /** Seals the private part with the present secret; as {@link Resealed.Anew} in US-ASCII. */
    Resealed reseal(StoredKey key) {
        if (encryption.opened(key.kid(), key.sealedPrivateKey()).isPresent()) {
            return Resealed.PRESENT;
        }
        return openedWithFormer(key)
                .<Resealed>map(privateKey ->
                        new Resealed.Anew(encryption.seal(key.kid(), privateKey).getBytes(StandardCharsets.US_ASCII)))
                .orElse(Resealed.UNREADABLE);
    }

    private Optional<byte[]> openedWithFormer(StoredKey key) {
        return former.flatMap(each -> each.opened(key.kid(), key.sealedPrivateKey()));
    }
}
