package dev.waymark.events;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * What other services may know of an account: whether it may act, and what its staff roles are. No address, no name.
 *
 * @param version the account's version, from 1, larger after each change
 * @param enabled false while it may do nothing anywhere
 * @param roles staff roles, sorted; most accounts have none
 * @param deleted true in the last document of an account that is gone; a tombstone follows
 * @param updatedAt when the change was committed, UTC, to the microsecond
 */
public record AccountState(
        UUID id, long version, boolean enabled, List<String> roles, boolean deleted, Instant updatedAt) {
    public AccountState {
        roles = List.copyOf(roles);
    }
}
