package dev.waymark.platform.cache;

/** The cache server does not answer just now. Says so without a stack: it is thrown for each call while the server is away. */
public final class CacheAwayException extends RuntimeException {
    CacheAwayException(String message) {
        super(message, null, false, false);
    }
}
