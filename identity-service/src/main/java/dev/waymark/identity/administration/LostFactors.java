package dev.waymark.identity.administration;

import dev.waymark.identity.accounts.Actor;
import dev.waymark.identity.factors.Factor;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Second factors that the staff can remove for people who have lost them. */
public interface LostFactors {
    /**
     * One that can be removed.
     *
     * @param id unique within the account
     * @param name what its owner calls it; may be empty
     */
    record Removable(String id, Factor kind, String name, Instant addedAt) {}

    List<Removable> of(UUID account);

    /**
     * Removes a factor in the caller's transaction, writes it into the trail of the account, and mails its owner.
     *
     * @param reason for the audit log
     * @return false when there is no such factor any more
     */
    boolean remove(UUID account, String factorId, Actor actor, String reason);
}
