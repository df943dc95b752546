package dev.waymark.identity.keys;

import com.nimbusds.jose.jwk.RSAKey;
import java.time.Instant;

/**
 * A row of the table of keys.
 *
 * @param kid the thumbprint of the public key, RFC 7638
 * @param publicKey without its private part
 * @param sealedPrivateKey PKCS #8, encrypted by {@link KeyEncryption}
 * @param signsFrom when it becomes the active key
 */
record StoredKey(String kid, RSAKey publicKey, String sealedPrivateKey, Instant announcedAt, Instant signsFrom) {}
