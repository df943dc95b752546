package dev.waymark.gateway.signin;

/** Whose request it is, as far as the session's cookie tells. */
sealed interface Visit {
    /** Of somebody who is signed in. */
    record SignedIn(String accessToken) implements Visit {
        @Override
        public String toString() {
            return "SignedIn[…]";
        }
    }

    /** The session is over, or never was. */
    record Over() implements Visit {}

    /** That cannot be told just now: the cache server or identity-service is away. */
    record Unknown() implements Visit {}
}
