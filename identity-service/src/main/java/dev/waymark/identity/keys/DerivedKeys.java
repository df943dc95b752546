package dev.waymark.identity.keys;

import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * Keys that follow from KEY_ENCRYPTION_SECRET, one for each purpose, the same in every copy of the service ({@link SecretRoot} says how).
 * While the secret is being changed, what was made with KEY_ENCRYPTION_SECRET_FORMER still counts; nothing new is made with it.
 */
@Component
public class DerivedKeys {
    private final SecretRoot present;
    private final Optional<SecretRoot> former;

    /** @param former empty when there is none */
    @Autowired
    public DerivedKeys(
            @Value("${KEY_ENCRYPTION_SECRET}") String secret, @Value("${KEY_ENCRYPTION_SECRET_FORMER}") String former) {
        this.present = new SecretRoot(secret);
        this.former = Optional.of(former)
                .filter(text -> !text.isBlank() && !text.equals(secret))
                .map(SecretRoot::new);
    }

    public DerivedKeys(String secret) {
        this(secret, "");
    }

    /**
     * What stands for a text where the text itself must not be, and cannot be found by trying texts out.
     *
     * @param purpose keeps the codes of different uses apart
     * @return 32 bytes
     */
    public byte[] mac(String purpose, String text) {
        return present.mac(purpose, text);
    }

    /** What {@link #mac} may have said when something was stored: what it says now, and what it said with the former secret. */
    public List<byte[]> macs(String purpose, String text) {
        return roots().map(root -> root.mac(purpose, text)).toList();
    }

    /** Whether this is, or was with the former secret, what {@link #mac} says; the time it takes does not tell where they differ. */
    public boolean isMac(String purpose, String text, byte[] mac) {
        return macs(purpose, text).stream().anyMatch(right -> MessageDigest.isEqual(right, mac));
    }

    /**
     * Encrypts with AES-256-GCM (NIST SP 800-38D). What stays in the database is told to {@code keys reseal} by a {@link SealedColumn}.
     *
     * @param owner what the text belongs to: moved elsewhere, it cannot be opened
     * @return nonce and ciphertext
     */
    public byte[] seal(String purpose, String owner, byte[] text) {
        return present.seal(purpose, owner, text);
    }

    /** @return empty when it was sealed with neither secret, for something else, or was altered */
    public Optional<byte[]> open(String purpose, String owner, byte[] sealed) {
        return roots().map(root -> root.open(purpose, owner, sealed))
                .flatMap(Optional::stream)
                .findFirst();
    }

    Resealed reseal(String purpose, String owner, byte[] sealed) {
        if (present.open(purpose, owner, sealed).isPresent()) {
            return Resealed.PRESENT;
        }
        return open(purpose, owner, sealed)
                .<Resealed>map(text -> new Resealed.Anew(seal(purpose, owner, text)))
                .orElse(Resealed.UNREADABLE);
    }

    boolean hasFormer() {
        return former.isPresent();
    }

    /** The key with which {@link #mac} said what it said with the former secret; empty when there is none. */
    Optional<byte[]> formerKey(String purpose) {
        return former.map(root -> root.key(purpose));
    }

    private Stream<SecretRoot> roots() {
        return Stream.concat(Stream.of(present), former.stream());
    }
}
