package dev.waymark.identity.administration;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * An account in a list.
 *
 * @param roles titles of staff roles
 */
public record FoundAccount(
        UUID id, String email, String displayName, List<String> roles, boolean enabled, Instant createdAt) {
    public FoundAccount {
        roles = List.copyOf(roles);
    }

    @Override
    public String toString() {
        return "FoundAccount[" + id + "]";
    }
}
