package dev.waymark.gateway.signin;

import java.time.Instant;
import java.util.UUID;

/**
 * Somebody is signed in in a browser.
 *
 * @param account who
 * @param sid the session at identity-service, as ID tokens and events name it
 * @param signedInAt when identity-service said so, by its clock, to the second
 * @param endsAt when it is over in any case, UTC
 * @param idToken what identity-service said, kept to sign out with; may have expired
 */
record Session(UUID account, UUID sid, Instant signedInAt, Instant endsAt, String idToken, Tokens tokens) {
    Session with(Tokens renewed) {
        return new Session(account, sid, signedInAt, endsAt, idToken, renewed);
    }

    @Override
    public String toString() {
        return "Session[…]";
    }
}
