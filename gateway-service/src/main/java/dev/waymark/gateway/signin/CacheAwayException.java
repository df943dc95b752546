package dev.waymark.gateway.signin;

/** The cache server did not answer in time, or is left alone because it did not before. */
final class CacheAwayException extends RuntimeException {
    CacheAwayException(String message) {
        // Without a stack trace: there may be thousands in a minute, all alike.
        super(message, null, false, false);
    }
}
