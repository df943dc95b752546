package dev.waymark.identity.clients;

import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * A client that is to be made.
 *
 * @param redirectUris none makes it a machine's
 */
record Registration(
        String name,
        Set<String> scopes,
        Set<String> redirectUris,
        Set<String> postLogoutRedirectUris,
        boolean isPublic) {
    static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,39}");

    /** @throws IllegalArgumentException when something is malformed, or does not go together */
    Registration {
        if (!isName(name)) {
            throw new IllegalArgumentException(
                    "A client's name is 1 to 40 lower-case letters, digits and hyphens, and starts with a letter.");
        }
        if (redirectUris.isEmpty() && (isPublic || !postLogoutRedirectUris.isEmpty())) {
            throw new IllegalArgumentException(
                    "A client that people sign in to needs at least one --redirect-uri; a machine has neither"
                            + " --public nor --post-logout-redirect-uri.");
        }
        scopes = redirectUris.isEmpty() ? forMachine(scopes) : forPeople(scopes);
    }

    static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }

    static Registration machine(String name, Set<String> scopes) {
        return new Registration(name, scopes, Set.of(), Set.of(), false);
    }

    private static Set<String> forMachine(Set<String> scopes) {
        if (scopes.isEmpty()) {
            throw new IllegalArgumentException("A client needs at least one scope.");
        }
        scopes.forEach(Scope::checked);
        return Set.copyOf(scopes);
    }

    /** OpenID Connect Core 1.0, section 3.1.2.1: {@code openid} is always among them. */
    private static Set<String> forPeople(Set<String> scopes) {
        if (!Scope.OF_PEOPLE.containsAll(scopes)) {
            throw new IllegalArgumentException("A client that people sign in to may have these scopes only: "
                    + String.join(" ", Scope.OF_PEOPLE) + ".");
        }
        Set<String> all = new TreeSet<>(scopes);
        all.add(Scope.OPENID);
        return Collections.unmodifiableSet(all);
    }
}
