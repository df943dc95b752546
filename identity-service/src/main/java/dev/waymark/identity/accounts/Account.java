package dev.waymark.identity.accounts;

import dev.waymark.platform.pages.Language;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A person's account.
 *
 * @param passwordHash null when it has no password
 * @param displayName may be empty
 * @param language of its mails
 * @param roles staff roles
 * @param enabled false while it may do nothing
 * @param version grows with every published change, from 1
 * @param deleteAfter when it will be deleted; null when that was not asked for
 */
public record Account(
        UUID id,
        EmailAddress email,
        @Nullable String passwordHash,
        String displayName,
        Language language,
        Set<StaffRole> roles,
        boolean enabled,
        long version,
        Instant createdAt,
        @Nullable Instant deleteAfter) {
    public Account {
        roles = Set.copyOf(roles);
    }

    public boolean hasPassword() {
        return passwordHash != null;
    }

    /** What to call its owner. */
    public String shownName() {
        return displayName.isEmpty() ? email.text() : displayName;
    }
}
