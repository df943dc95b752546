package dev.waymark.search.reconcile;

/** The service that owns the organisations, or the one that issues tokens, did not answer as it should. */
final class OwnerUnavailableException extends RuntimeException {
    OwnerUnavailableException(String message) {
        super(message);
    }

    OwnerUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
