package dev.waymark.identity.administration;

import dev.waymark.identity.accounts.Account;
import dev.waymark.identity.accounts.Actor;
import dev.waymark.identity.browser.Visitor;
import org.jspecify.annotations.Nullable;

/**
 * Who administers: a parameter of controllers that are for all of the staff.
 *
 * @param staff null for the operator, who has a shell on the server
 */
record By(Actor actor, @Nullable Account staff) {
    static By operator() {
        return new By(Actor.operator(), null);
    }

    static By staff(Account account, Visitor visitor) {
        return new By(Actor.staff(account.id(), visitor), account);
    }
}
