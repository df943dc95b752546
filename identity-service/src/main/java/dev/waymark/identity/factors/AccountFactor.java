package dev.waymark.identity.factors;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A second factor that an account has.
 *
 * @param kind never {@link Factor#RECOVERY_CODE}: those have no life of their own
 * @param name that its owner gave it; empty for an authenticator app
 * @param lastUsedAt null when it was not used yet
 */
public record AccountFactor(
        Factor kind,
        UUID id,
        String name,
        Instant addedAt,
        @Nullable Instant lastUsedAt) {}
