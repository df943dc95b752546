package dev.waymark.identity.administration;

import dev.waymark.identity.accounts.Account;
import dev.waymark.identity.accounts.StaffRole;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Who may do what to which account. Each rule says empty for yes, or why not. */
final class StaffPolicy {
    private StaffPolicy() {}

    /** Support looks after people; accounts of the staff are the administrators' business, or support could become one of them. */
    static Optional<Outcome> mayHelp(By by, Account account) {
        Account staff = by.staff();
        if (staff == null) {
            return Optional.empty();
        }
        if (staff.id().equals(account.id())) {
            return Optional.of(Outcome.OWN_ACCOUNT);
        }
        return account.roles().isEmpty() || isAdministrator(staff)
                ? Optional.empty()
                : Optional.of(Outcome.ADMINISTRATORS_ONLY);
    }

    /** @param others whether there is another administrator; the operator can make one, and may have to lock a stolen account at once */
    static Optional<Outcome> mayDisable(By by, Account account, boolean others) {
        return mayHelp(by, account)
                .or(() -> by.staff() != null && isActiveAdministrator(account) && !others
                        ? Optional.of(Outcome.LAST_ADMINISTRATOR)
                        : Optional.empty());
    }

    /** @param others whether there is another administrator */
    static Optional<Outcome> maySetRoles(By by, Account account, Set<StaffRole> roles, boolean others) {
        Account staff = by.staff();
        if (staff != null && !isAdministrator(staff)) {
            return Optional.of(Outcome.ADMINISTRATORS_ONLY);
        }
        if (staff != null && staff.id().equals(account.id())) {
            return Optional.of(Outcome.OWN_ACCOUNT);
        }
        boolean leaves = isActiveAdministrator(account) && !roles.contains(StaffRole.ADMINISTRATOR);
        return leaves && !others ? Optional.of(Outcome.LAST_ADMINISTRATOR) : Optional.empty();
    }

    static boolean isAdministrator(@Nullable Account account) {
        return account != null && account.roles().contains(StaffRole.ADMINISTRATOR);
    }

    private static boolean isActiveAdministrator(Account account) {
        return account.enabled() && isAdministrator(account);
    }
}
