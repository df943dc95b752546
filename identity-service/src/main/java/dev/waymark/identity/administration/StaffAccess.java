package dev.waymark.identity.administration;

import dev.waymark.identity.accounts.Account;
import dev.waymark.identity.factors.SecondFactors;
import dev.waymark.identity.sessions.SignedIn;
import dev.waymark.platform.web.StandardProblems;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/** Lets the staff in, with a second factor, and tells nobody else that there is anything. */
@Component
class StaffAccess {
    /** Somebody of the staff has no second factor yet. */
    static final class FactorNeeded extends RuntimeException {
        FactorNeeded() {
            super("the staff needs a second factor", null, false, false);
        }
    }

    private final SecondFactors factors;

    StaffAccess(SecondFactors factors) {
        this.factors = factors;
    }

    /**
     * @throws dev.waymark.platform.web.Problem 404 for who is not of the staff
     * @throws FactorNeeded for who is, and could be impersonated with a password alone
     */
    Account staff(SignedIn who) {
        if (who.account().roles().isEmpty()) {
            throw StandardProblems.of(HttpStatus.NOT_FOUND);
        }
        if (factors.of(who.account().id()).isEmpty()) {
            throw new FactorNeeded();
        }
        return who.account();
    }

    /** As {@link #staff}, for administrators only: to the others of the staff there is nothing here either. */
    Account administrator(SignedIn who) {
        if (!StaffPolicy.isAdministrator(who.account())) {
            throw StandardProblems.of(HttpStatus.NOT_FOUND);
        }
        return staff(who);
    }
}
