package dev.waymark.identity.signin;

import java.util.UUID;

/** What came of an attempt to sign in. */
sealed interface SignIn {
    /**
     * Signed in.
     *
     * @param token the cookie's value
     * @param continueTo where to go now, a path of this site
     */
    record Done(String token, String continueTo) implements SignIn {}

    /** The first factor was right; the second is asked for now. */
    record SecondFactorNeeded(UUID login) implements SignIn {}

    /** A new password may be chosen now. */
    record NewPassword(UUID login) implements SignIn {}

    /** Not signed in. */
    record Refused(Reason reason) implements SignIn {}

    /** Why not. What somebody may learn who does not know the account's secrets is {@link #WRONG} or {@link #WRONG_CODE} only. */
    enum Reason {
        WRONG,
        /** What was typed is not the code of the mail. */
        WRONG_CODE,
        /** The account may do nothing. */
        DISABLED,
        /** What was begun has been used, has expired, or belongs to another browser. */
        OVER,
        /** After too many failures this authenticator is off. */
        BLOCKED
    }

    static SignIn refused(Reason reason) {
        return new Refused(reason);
    }
}
