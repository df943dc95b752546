package dev.waymark.identity.accounts;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a member of the staff may do. */
public enum StaffRole {
    /** Everything, staff roles of others included. */
    ADMINISTRATOR,
    /** Looks after people's accounts. */
    SUPPORT;

    /** As it is stored, published and typed. */
    public String title() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<StaffRole> of(String title) {
        return Arrays.stream(values())
                .filter(role -> role.title().equals(title))
                .findFirst();
    }
}
