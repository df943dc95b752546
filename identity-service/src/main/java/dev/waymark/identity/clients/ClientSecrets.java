package dev.waymark.identity.clients;

import dev.waymark.identity.keys.DerivedKeys;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import org.springframework.stereotype.Component;

/**
 * Makes, stores and checks clients' secrets. One that we made is 256 random bits, which no one can try out: SHA-256 keeps it. One that
 * a person chose may be weak: HMAC-SHA-256 keeps it, under a key that is not in the database. Both are quick, so that whoever sends
 * wrong ones takes nothing from the people whose passwords are being hashed.
 */
@Component
class ClientSecrets {
    private static final String MADE = "{sha256}";
    private static final String CHOSEN = "{hmac}";
    private static final String PURPOSE = "client secret";
    private static final int MADE_BYTES = 32;

    private final SecureRandom random = new SecureRandom();
    private final DerivedKeys keys;

    ClientSecrets(DerivedKeys keys) {
        this.keys = keys;
    }

    /** A new secret: 43 characters that need no escaping anywhere. */
    String make() {
        byte[] bytes = new byte[MADE_BYTES];
        random.nextBytes(bytes);
        return base64(bytes);
    }

    /** How a secret is stored that {@link #make} made. */
    String storedMade(String secret) {
        try {
            return MADE + base64(MessageDigest.getInstance("SHA-256").digest(bytes(secret)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** How a secret is stored that a person chose. */
    String storedChosen(String secret) {
        return CHOSEN + base64(keys.mac(PURPOSE, secret));
    }

    /** Whether a secret that a person chose is stored as it would be now: a former KEY_ENCRYPTION_SECRET is still right, and not this. */
    boolean isStoredChosen(String secret, String stored) {
        return isEqual(storedChosen(secret), stored);
    }

    /**
     * Compares without telling by its time where the difference is.
     *
     * @param stored as {@link #storedMade} or {@link #storedChosen} returned it; anything else matches nothing
     */
    boolean matches(String secret, String stored) {
        return stored.startsWith(MADE) && isEqual(storedMade(secret), stored)
                || stored.startsWith(CHOSEN)
                        && keys.macs(PURPOSE, secret).stream().anyMatch(mac -> isEqual(CHOSEN + base64(mac), stored));
    }

    private static boolean isEqual(String one, String other) {
        return MessageDigest.isEqual(bytes(one), bytes(other));
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
