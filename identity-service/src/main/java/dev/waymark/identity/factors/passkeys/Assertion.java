package dev.waymark.identity.factors.passkeys;

import java.util.UUID;

/** What an answer of an authenticator turned out to be. */
public sealed interface Assertion {
    /**
     * It is right, as far as one can tell without writing it down.
     *
     * @param signCount the authenticator's count of its signatures; 0 when it does not count
     */
    record Right(UUID passkey, UUID account, long signCount, boolean backedUp) implements Assertion {}

    /** It is right but for its count, which has not grown: somebody may have a copy of the passkey. */
    record Copied(UUID passkey, UUID account) implements Assertion {}

    /** It is none of ours, not for this browser, too late, or wrong. */
    record Wrong() implements Assertion {}
}
