package dev.waymark.organization;

import dev.waymark.events.OrganizationState;
import java.util.UUID;

/** A change that was decided on and is not yet stored. */
sealed interface Change {
    UUID id();

    record Create(UUID id, CheckedProfile profile) implements Change {}

    /** @param before the state that the decision was made on; storing fails when it is not the current one any more */
    record Replace(OrganizationState before, CheckedProfile profile) implements Change {
        @Override
        public UUID id() {
            return before.id();
        }
    }

    /** @param before as in {@link Replace} */
    record Delete(OrganizationState before) implements Change {
        @Override
        public UUID id() {
            return before.id();
        }
    }
}
