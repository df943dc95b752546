package dev.waymark.identity.hashing;

import java.time.Duration;

/** Too many secrets are being hashed at this moment; the same request may be sent again after {@link #RETRY_AFTER}. */
public final class BusyException extends RuntimeException {
    public static final Duration RETRY_AFTER = Duration.ofSeconds(2);

    BusyException() {
        super("too many secrets are being hashed");
    }
}
