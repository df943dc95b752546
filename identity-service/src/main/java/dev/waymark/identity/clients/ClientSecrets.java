package dev.waymark.identity.clients;

import dev.waymark.identity.hashing.Argon2Cost;
import dev.waymark.identity.hashing.BusyException;
import dev.waymark.identity.hashing.Hashes;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.stereotype.Component;

/**
 * Makes, stores and checks clients' secrets. One that we made is 256 random bits, which no one can try out: SHA-256 keeps it. One that
 * a person chose may be weak: Argon2id at OWASP's minimum (19 MiB, two passes) keeps it, in bounded numbers.
 */
@Component
class ClientSecrets {
    private static final String FAST = "{sha256}";
    private static final String SLOW = "{argon2id}";
    private static final int MADE_BYTES = 32;
    private static final int REMEMBERED = 100;

    private final SecureRandom random = new SecureRandom();
    private final byte[] processKey = randomBytes();
    private final Hashes hashes;

    /**
     * Secrets that were right before, by their slow hash, as a MAC under a key that only this process has: whoever floods us with wrong
     * secrets cannot keep the right client waiting.
     */
    private final Map<String, byte[]> remembered = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, byte[]> eldest) {
            return size() > REMEMBERED;
        }
    };

    ClientSecrets(Hashes hashes) {
        this.hashes = hashes;
    }

    /** A new secret: 43 characters that need no escaping anywhere. */
    String make() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(randomBytes());
    }

    /** How a secret is stored that {@link #make} made. */
    String storedMade(String secret) {
        return FAST + Base64.getUrlEncoder().withoutPadding().encodeToString(sha256(secret));
    }

    /**
     * How a secret is stored that a person chose.
     *
     * @throws BusyException when too many are being hashed
     */
    String storedChosen(String secret) {
        return SLOW + hashes.hash(secret, Argon2Cost.LEAST);
    }

    /**
     * Compares without telling by its time where the difference is.
     *
     * @param stored as {@link #storedMade} or {@link #storedChosen} returned it
     * @throws BusyException when too many are being hashed
     */
    boolean matches(String secret, String stored) {
        if (stored.startsWith(FAST)) {
            return MessageDigest.isEqual(bytes(storedMade(secret)), bytes(stored));
        }
        byte[] mac = mac(secret);
        if (isRemembered(stored, mac)) {
            return true;
        }
        boolean matches = stored.startsWith(SLOW) && hashes.matches(secret, stored.substring(SLOW.length()));
        if (matches) {
            remember(stored, mac);
        }
        return matches;
    }

    private boolean isRemembered(String stored, byte[] mac) {
        synchronized (remembered) {
            byte[] right = remembered.get(stored);
            return right != null && MessageDigest.isEqual(right, mac);
        }
    }

    private void remember(String stored, byte[] mac) {
        synchronized (remembered) {
            remembered.put(stored, mac);
        }
    }

    private byte[] mac(String secret) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(processKey, "HmacSHA256"));
            return mac.doFinal(bytes(secret));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HMAC-SHA-256", e);
        }
    }

    private static byte[] sha256(String secret) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes(secret));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private byte[] randomBytes() {
        byte[] bytes = new byte[MADE_BYTES];
        random.nextBytes(bytes);
        return bytes;
    }
}
