package dev.waymark.identity.sessions;

/** A page is for people who are signed in, and this one is not, or not freshly enough. */
public final class SignInRequired extends RuntimeException {
    private final boolean again;

    SignInRequired(boolean again) {
        super(again ? "a fresh login is needed" : "a login is needed");
        this.again = again;
    }

    boolean isAgain() {
        return again;
    }
}
