package dev.waymark.identity.factors.passkeys;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A passkey as its owner knows it.
 *
 * @param synced whether it is kept by a password manager and comes to its owner's other devices; otherwise it is on one device alone
 * @param lastUsedAt null when it was not used yet
 */
public record Passkey(
        UUID id,
        String name,
        boolean synced,
        Instant addedAt,
        @Nullable Instant lastUsedAt) {
    /** The most characters of a name. */
    public static final int MOST_CHARACTERS = 100;
}
