package dev.waymark.gateway.signin;

/** identity-service did not give an answer that says anything. */
final class IdentityAwayException extends RuntimeException {
    /** @param kind what happened, for the log: nothing of the request */
    IdentityAwayException(String kind) {
        // Without a stack trace: there may be thousands in a minute, all alike.
        super(kind, null, false, false);
    }
}
