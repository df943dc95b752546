package dev.waymark.identity.signin;

import dev.waymark.identity.sessions.SignInMethod;
import java.util.Set;
import java.util.UUID;

/**
 * Somebody has shown the first factor, and has some minutes for the rest.
 *
 * @param continueTo a path of this site
 */
record OpenLogin(UUID id, UUID account, Goal goal, Set<SignInMethod> methods, String continueTo) {
    /** What it leads to. */
    enum Goal {
        SIGN_IN,
        /** A new password. */
        RESET
    }

    OpenLogin {
        methods = Set.copyOf(methods);
    }

    boolean hasSecondFactor() {
        return methods.stream().anyMatch(SignInMethod::isSecondFactor);
    }
}
