package dev.waymark.identity.signin;

import dev.waymark.identity.accounts.Account;
import dev.waymark.identity.accounts.AccountDeletions;
import dev.waymark.identity.accounts.Accounts;
import dev.waymark.identity.accounts.Actor;
import dev.waymark.identity.browser.Visitor;
import dev.waymark.identity.factors.Factor;
import dev.waymark.identity.factors.SecondFactors;
import dev.waymark.identity.mail.MailKind;
import dev.waymark.identity.mail.Notices;
import dev.waymark.identity.sessions.LoginSessions;
import dev.waymark.identity.sessions.SignInMethod;
import java.util.EnumSet;
import java.util.Set;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** How a login goes on once a factor was right, up to the session. */
@Component
class Logins {
    private final Accounts accounts;
    private final AccountDeletions deletions;
    private final OpenLogins open;
    private final SecondFactors factors;
    private final LoginSessions sessions;
    private final KnownBrowsers browsers;
    private final Notices notices;

    Logins(
            Accounts accounts,
            AccountDeletions deletions,
            OpenLogins open,
            SecondFactors factors,
            LoginSessions sessions,
            KnownBrowsers browsers,
            Notices notices) {
        this.accounts = accounts;
        this.deletions = deletions;
        this.open = open;
        this.factors = factors;
        this.sessions = sessions;
        this.browsers = browsers;
        this.notices = notices;
    }

    /**
     * Goes on after the first factor.
     *
     * @param account as it was when the factor was right
     */
    @Transactional
    public SignIn begin(Account account, SignInMethod first, String continueTo, Visitor visitor) {
        Set<SignInMethod> methods = EnumSet.of(first);
        if (!first.isSecondFactor() && isSecondFactorNeeded(account.id())) {
            if (!factors.isTrusted(account.id(), visitor)) {
                return account.enabled()
                        ? new SignIn.SecondFactorNeeded(
                                open.begin(account.id(), OpenLogin.Goal.SIGN_IN, methods, continueTo, visitor))
                        : SignIn.refused(SignIn.Reason.DISABLED);
            }
            methods.add(SignInMethod.TRUSTED_BROWSER);
        }
        return complete(account, methods, continueTo, visitor);
    }

    /** Goes on after the second factor. */
    @Transactional
    public SignIn goOn(OpenLogin login, SignInMethod second, boolean trust, Visitor visitor) {
        Account account = accounts.lock(login.account()).orElse(null);
        if (account == null || !open.end(login)) {
            return SignIn.refused(SignIn.Reason.OVER);
        }
        Set<SignInMethod> methods = EnumSet.copyOf(login.methods());
        methods.add(second);
        if (login.goal() == OpenLogin.Goal.RESET) {
            return new SignIn.NewPassword(
                    open.begin(account.id(), OpenLogin.Goal.RESET, methods, login.continueTo(), visitor));
        }
        if (trust) {
            factors.trust(account.id(), visitor);
        }
        return complete(account, methods, login.continueTo(), visitor);
    }

    boolean isSecondFactorNeeded(UUID account) {
        Set<Factor> known = factors.of(account);
        return known.contains(Factor.TOTP) || known.contains(Factor.PASSKEY);
    }

    @Transactional(propagation = Propagation.MANDATORY)
    public SignIn complete(Account account, Set<SignInMethod> methods, String continueTo, Visitor visitor) {
        if (!accounts.holdIfUnchanged(account)) {
            return SignIn.refused(account.enabled() ? SignIn.Reason.WRONG : SignIn.Reason.DISABLED);
        }
        if (account.deleteAfter() != null && deletions.cancel(account.id(), Actor.person(visitor))) {
            notices.tell(MailKind.DELETION_CANCELLED, account, visitor);
        }
        if (browsers.isNew(account.id(), visitor)) {
            notices.tell(MailKind.NEW_DEVICE, account, visitor);
        }
        return new SignIn.Done(sessions.start(account.id(), methods, visitor), continueTo);
    }
}
