package dev.waymark.identity.keys;

import java.time.Duration;

/**
 * The times of a key's life. They fit together: a new key is published by every copy ({@link #FRESH}) and has reached every cache of
 * the key set ({@link #CACHED}) well before it signs, and an old one stays until tokens that it signed have expired everywhere.
 */
public final class KeyTimes {
    /** For how long others may keep the key set without asking again. */
    public static final Duration CACHED = Duration.ofMinutes(1);
    /** A copy looks for new keys when what it knows is older than this. */
    static final Duration RELOADED = Duration.ofSeconds(20);
    /** A copy does not sign when what it knows of the keys is older than this. */
    static final Duration FRESH = Duration.ofMinutes(1);
    /** Between the announcement of a key and its first signature. */
    static final Duration ANNOUNCED_BEFORE_SIGNING = Duration.ofMinutes(5);
    /** More than the life of a token (5 minutes), the tolerance of clocks (1 minute) and {@link #FRESH} together. */
    static final Duration PUBLISHED_AFTER_SIGNING = Duration.ofMinutes(15);

    private KeyTimes() {}
}
