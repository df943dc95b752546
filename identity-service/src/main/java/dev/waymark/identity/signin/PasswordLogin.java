package dev.waymark.identity.signin;

import dev.waymark.identity.accounts.Account;
import dev.waymark.identity.accounts.Accounts;
import dev.waymark.identity.accounts.EmailAddress;
import dev.waymark.identity.browser.Visitor;
import dev.waymark.identity.factors.FailureCounts;
import dev.waymark.identity.limits.Limit;
import dev.waymark.identity.limits.Limits;
import dev.waymark.identity.passwords.Passwords;
import dev.waymark.identity.sessions.SignInMethod;
import dev.waymark.platform.web.Problem;
import java.util.HexFormat;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** The first factor is a password. Known and unknown addresses take the same way, hash included. */
@Component
class PasswordLogin {
    /** The name of the authenticator where failures are counted. */
    static final String AUTHENTICATOR = "password";

    private final Accounts accounts;
    private final Passwords passwords;
    private final FailureCounts failures;
    private final FailedLogins failed;
    private final KnownBrowsers browsers;
    private final Limits limits;
    private final Logins logins;
    private final TransactionTemplate transaction;

    PasswordLogin(
            Accounts accounts,
            Passwords passwords,
            FailureCounts failures,
            FailedLogins failed,
            KnownBrowsers browsers,
            Limits limits,
            Logins logins,
            TransactionTemplate transaction) {
        this.accounts = accounts;
        this.passwords = passwords;
        this.failures = failures;
        this.failed = failed;
        this.browsers = browsers;
        this.limits = limits;
        this.logins = logins;
        this.transaction = transaction;
    }

    /**
     * @param typed an address, as it was typed
     * @throws dev.waymark.platform.web.Problem 429 after too many attempts, 503 when too many sign in at this moment
     */
    SignIn signIn(String typed, String password, String continueTo, Visitor visitor) {
        passwords.refuseWhenBusy();
        limits.take(Limit.LOGIN_BY_ADDRESS, visitor.address());
        String subject = EmailAddress.of(typed)
                .map(EmailAddress::key)
                .orElseGet(() -> typed.strip().toLowerCase(Locale.ROOT));
        // Counted before it is looked at, and taken back when it was right: many at once are no more than one by one. A
        // browser in which the account was before has a count of its own, so that strangers cannot keep its owner out.
        String counted = browsers.isKnown(subject, visitor)
                ? subject + " " + HexFormat.of().formatHex(visitor.key())
                : subject;
        limits.take(Limit.FAILED_LOGIN_BY_ACCOUNT, counted);
        try {
            limits.take(Limit.FAILED_LOGIN_BY_ADDRESS, visitor.address());
        } catch (Problem tooMany) {
            limits.giveBack(Limit.FAILED_LOGIN_BY_ACCOUNT, counted);
            throw tooMany;
        }
        Account account = EmailAddress.of(typed).flatMap(accounts::byEmail).orElse(null);
        boolean wrong;
        try {
            wrong = account == null ? !isNobodys(subject, password) : !matches(account, password, visitor);
        } catch (Problem busy) {
            // Nothing was tried: a flood of others must not count against who signs in rightly.
            giveBack(visitor, counted);
            throw busy;
        }
        if (account == null || wrong) {
            failed.note(account, SignInMethod.PASSWORD, visitor);
            return SignIn.refused(SignIn.Reason.WRONG);
        }
        giveBack(visitor, counted);
        return transaction.execute(_ -> {
            SignIn outcome = logins.begin(account, SignInMethod.PASSWORD, continueTo, visitor);
            failures.succeeded(account.id(), AUTHENTICATOR);
            return outcome;
        });
    }

    private void giveBack(Visitor visitor, String subject) {
        limits.giveBack(Limit.FAILED_LOGIN_BY_ADDRESS, visitor.address());
        limits.giveBack(Limit.FAILED_LOGIN_BY_ACCOUNT, subject);
    }

    /** Never, after as many statements as for an account. */
    private boolean isNobodys(String subject, String password) {
        failures.admitNobody(subject);
        boolean right = passwords.matches(password, null);
        failures.isBlocked(FailedLogins.NOBODY, AUTHENTICATOR);
        return right;
    }

    /** Whether this is the account's password, counted as a failure when it is not. */
    boolean isRight(Account account, String password, Visitor visitor) {
        boolean right = matches(account, password, visitor);
        if (right) {
            failures.succeeded(account.id(), AUTHENTICATOR);
        }
        return right;
    }

    /** As {@link #isRight}, but counted as a failure until somebody says that it was none. */
    private boolean matches(Account account, String password, Visitor visitor) {
        boolean admitted = failures.admit(account.id(), AUTHENTICATOR);
        @Nullable String hash = admitted ? account.passwordHash() : null;
        boolean right;
        try {
            right = passwords.matches(password, hash);
        } catch (Problem busy) {
            if (admitted) {
                failures.withdraw(account.id(), AUTHENTICATOR);
            }
            throw busy;
        }
        if (!right) {
            if (admitted && failures.isBlocked(account.id(), AUTHENTICATOR)) {
                failed.noteBlocked(account, visitor);
            }
            return false;
        }
        if (hash != null && passwords.isOutdated(hash)) {
            accounts.upgradePassword(account.id(), hash, passwords.hash(password));
        }
        return true;
    }
}
