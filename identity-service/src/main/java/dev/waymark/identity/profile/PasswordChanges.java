package dev.waymark.identity.profile;

import dev.waymark.identity.accounts.Account;
import dev.waymark.identity.accounts.AccountEvent;
import dev.waymark.identity.accounts.Accounts;
import dev.waymark.identity.accounts.Actor;
import dev.waymark.identity.browser.Visitor;
import dev.waymark.identity.factors.FailureCounts;
import dev.waymark.identity.factors.SecondFactors;
import dev.waymark.identity.limits.Limit;
import dev.waymark.identity.limits.Limits;
import dev.waymark.identity.mail.MailKind;
import dev.waymark.identity.mail.Notices;
import dev.waymark.identity.passwords.Passwords;
import dev.waymark.identity.sessions.SessionEnds;
import dev.waymark.identity.sessions.SignedIn;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Changes the password of who is signed in, and ends his other sessions. */
@Component
class PasswordChanges {
    private final Accounts accounts;
    private final Passwords passwords;
    private final SecondFactors factors;
    private final FailureCounts failures;
    private final SessionEnds sessions;
    private final Notices notices;
    private final Limits limits;
    private final TransactionTemplate transaction;

    PasswordChanges(
            Accounts accounts,
            Passwords passwords,
            SecondFactors factors,
            FailureCounts failures,
            SessionEnds sessions,
            Notices notices,
            Limits limits,
            TransactionTemplate transaction) {
        this.accounts = accounts;
        this.passwords = passwords;
        this.factors = factors;
        this.failures = failures;
        this.sessions = sessions;
        this.notices = notices;
        this.limits = limits;
        this.transaction = transaction;
    }

    /**
     * @param current the password of now, as it was typed; of no account when there is none
     * @param password that was found good
     * @return false when the password of now is another one
     * @throws dev.waymark.platform.web.Problem 429 after too many changes, 503 when too many passwords are being hashed
     */
    boolean change(SignedIn who, String current, String password, Visitor visitor) {
        Account account = who.account();
        limits.take(Limit.CHANGE_PASSWORD, account.id().toString());
        if (account.hasPassword() && !passwords.matches(current, account.passwordHash())) {
            return false;
        }
        // Outside of the transaction: it takes long, and may wait for its turn.
        String hash = passwords.hash(password);
        transaction.executeWithoutResult(_ -> {
            Actor actor = Actor.person(visitor);
            accounts.setPassword(account.id(), hash, AccountEvent.PASSWORD_CHANGED, actor);
            factors.factorsChanged(account.id());
            failures.unblock(account.id(), "password");
            sessions.endOthers(who.session(), actor, "password_changed");
            notices.tell(MailKind.PASSWORD_CHANGED, account, visitor);
        });
        return true;
    }
}
