package dev.waymark.identity.keys;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * Encrypts private keys at rest: AES-256-GCM (NIST SP 800-38D) with a key that Argon2id (RFC 9106) derives from the operator's secret
 * and a salt of each encryption's own. A person may have chosen the secret, so the derivation is slow on purpose: about 50 ms.
 *
 * <p>A sealed text is {@code v1.SALT.NONCE.CIPHERTEXT}, each part in base64url; {@code v1} stands for the algorithms and their costs.
 */
final class KeyEncryption {
    private static final String VERSION = "v1";
    private static final int SALT_BYTES = 16;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final int KEY_BYTES = 32;
    private static final int MEMORY_KIB = 19 * 1024;
    private static final int PASSES = 2;

    private final SecureRandom random = new SecureRandom();
    private final byte[] secret;

    KeyEncryption(String secret) {
        this.secret = secret.getBytes(StandardCharsets.UTF_8);
    }

    /** @param kid the key's id: a sealed text that is moved to another key's row cannot be opened */
    String seal(String kid, byte[] privateKey) {
        byte[] salt = randomBytes(SALT_BYTES);
        byte[] nonce = randomBytes(NONCE_BYTES);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, kid, salt, nonce).doFinal(privateKey);
            return String.join(".", VERSION, encoded(salt), encoded(nonce), encoded(sealed));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has AES-GCM", e);
        }
    }

    /** @return empty when the secret is another one than the text was sealed with, or the text was altered */
    Optional<byte[]> opened(String kid, String sealed) {
        String[] parts = sealed.split("\\.", -1);
        if (parts.length != 4 || !parts[0].equals(VERSION)) {
            return Optional.empty();
        }
        try {
            return Optional.of(cipher(Cipher.DECRYPT_MODE, kid, decoded(parts[1]), decoded(parts[2]))
                    .doFinal(decoded(parts[3])));
        } catch (AEADBadTagException | IllegalArgumentException _) {
            return Optional.empty();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has AES-GCM", e);
        }
    }

    private Cipher cipher(int mode, String kid, byte[] salt, byte[] nonce) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, new SecretKeySpec(derivedKey(salt), "AES"), new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(kid.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }

    private byte[] derivedKey(byte[] salt) {
        Argon2BytesGenerator argon2 = new Argon2BytesGenerator();
        argon2.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withSalt(salt)
                .withMemoryAsKB(MEMORY_KIB)
                .withIterations(PASSES)
                .withParallelism(1)
                .build());
        byte[] key = new byte[KEY_BYTES];
        argon2.generateBytes(secret, key);
        return key;
    }

    private byte[] randomBytes(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    private static String encoded(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static byte[] decoded(String text) {
        return Base64.getUrlDecoder().decode(text);
    }
}
