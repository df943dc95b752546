package dev.waymark.gateway.signin;

/** identity-service refused a grant, or what it said is not what it should be. */
final class RefusedException extends Exception {
    /** @param reason for the log: no token and nothing of a person */
    RefusedException(String reason) {
        super(reason, null, false, false);
    }
}
