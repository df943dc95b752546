package dev.waymark.identity.accounts;

import java.util.Optional;

/** How somebody wants to be called. */
public final class DisplayName {
    public static final int MOST_CHARACTERS = 100;

    private DisplayName() {}

    /** @return without blanks at its ends, possibly empty; no name when it is too long or has control characters */
    public static Optional<String> of(String typed) {
        String name = typed.strip();
        return name.length() > MOST_CHARACTERS || name.chars().anyMatch(Character::isISOControl)
                ? Optional.empty()
                : Optional.of(name);
    }
}
