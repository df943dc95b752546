package dev.waymark.identity.signin;

import dev.waymark.identity.accounts.Account;
import dev.waymark.identity.accounts.AccountEvent;
import dev.waymark.identity.accounts.Accounts;
import dev.waymark.identity.accounts.Actor;
import dev.waymark.identity.accounts.EmailAddress;
import dev.waymark.identity.browser.Visitor;
import dev.waymark.identity.codes.CodePurpose;
import dev.waymark.identity.codes.Codes;
import dev.waymark.identity.codes.RightCode;
import dev.waymark.identity.factors.FailureCounts;
import dev.waymark.identity.factors.SecondFactors;
import dev.waymark.identity.limits.Limit;
import dev.waymark.identity.limits.Limits;
import dev.waymark.identity.mail.MailKind;
import dev.waymark.identity.mail.Notices;
import dev.waymark.identity.passwords.Passwords;
import dev.waymark.identity.sessions.SessionEnds;
import dev.waymark.identity.sessions.SignInMethod;
import dev.waymark.platform.pages.Language;
import dev.waymark.platform.web.Problem;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/** A new password for who has lost his. The code that is mailed stands for the password alone: a second factor is asked for all the same. */
@Component
class Resets {
    private final Accounts accounts;
    private final Codes codes;
    private final CodeAttempts attempts;
    private final OpenLogins open;
    private final Passwords passwords;
    private final FailureCounts failures;
    private final SecondFactors factors;
    private final SessionEnds sessions;
    private final Notices notices;
    private final Limits limits;
    private final Logins logins;
    private final TransactionTemplate transaction;

    Resets(
            Accounts accounts,
            Codes codes,
            CodeAttempts attempts,
            OpenLogins open,
            Passwords passwords,
            FailureCounts failures,
            SecondFactors factors,
            SessionEnds sessions,
            Notices notices,
            Limits limits,
            Logins logins,
            TransactionTemplate transaction) {
        this.accounts = accounts;
        this.codes = codes;
        this.attempts = attempts;
        this.open = open;
        this.passwords = passwords;
        this.failures = failures;
        this.factors = factors;
        this.sessions = sessions;
        this.notices = notices;
        this.limits = limits;
        this.logins = logins;
        this.transaction = transaction;
    }

    /** @return what the code is shown with */
    @Transactional
    public UUID send(EmailAddress email, String continueTo, Language language, Visitor visitor) {
        limits.take(Limit.RESET_BY_ADDRESS, visitor.address());
        limits.take(Limit.RESET_BY_ACCOUNT, email.key());
        Account account = accounts.byEmail(email).orElse(null);
        try {
            return codes.send(
                    CodePurpose.RESET,
                    account == null ? MailKind.NO_ACCOUNT : MailKind.RESET_CODE,
                    email,
                    account,
                    account != null,
                    account == null ? language : account.language(),
                    Map.of("continue", continueTo),
                    visitor);
        } catch (Problem refused) {
            // Impatience alone does not use up what the account may be sent in a minute.
            limits.giveBack(Limit.RESET_BY_ACCOUNT, email.key());
            throw refused;
        }
    }

    /** @return {@link SignIn.NewPassword} or {@link SignIn.SecondFactorNeeded} when the code is right */
    SignIn open(UUID id, String typed, Visitor visitor) {
        return attempts.attempt(id, CodePurpose.RESET, typed, visitor, code -> use(code, visitor));
    }

    private SignIn use(RightCode code, Visitor visitor) {
        @Nullable UUID account = code.account();
        if (account == null || accounts.byId(account).filter(code::isFor).isEmpty() || !codes.use(code)) {
            return SignIn.refused(SignIn.Reason.OVER);
        }
        UUID login = open.begin(
                account,
                OpenLogin.Goal.RESET,
                Set.of(SignInMethod.EMAILED_CODE),
                Continuation.of(code.details().get("continue")),
                visitor);
        return logins.isSecondFactorNeeded(account)
                ? new SignIn.SecondFactorNeeded(login)
                : new SignIn.NewPassword(login);
    }

    /** The reset whose owner may choose a password now; empty when it is over, or its second factor is missing. */
    Optional<OpenLogin> ready(UUID id, Visitor visitor) {
        return open.find(id, visitor)
                .filter(login -> login.goal() == OpenLogin.Goal.RESET
                        && (login.hasSecondFactor() || !logins.isSecondFactorNeeded(login.account())));
    }

    Optional<Account> account(OpenLogin reset) {
        return accounts.byId(reset.account());
    }

    /**
     * Sets the password, and ends all sessions: whoever had the old one is out.
     *
     * @param password that was found good
     * @return false when the reset is over
     */
    boolean finish(OpenLogin reset, String password, Visitor visitor) {
        String hash = passwords.hash(password);
        return Boolean.TRUE.equals(transaction.execute(_ -> {
            Account account = accounts.lock(reset.account()).orElse(null);
            if (account == null || !open.end(reset)) {
                return false;
            }
            Actor actor = Actor.person(visitor);
            accounts.setPassword(account.id(), hash, AccountEvent.PASSWORD_RESET, actor);
            sessions.endAll(account.id(), actor, "password_reset");
            factors.factorsChanged(account.id());
            failures.succeeded(account.id(), PasswordLogin.AUTHENTICATOR);
            notices.tell(MailKind.PASSWORD_RESET, account, visitor);
            return true;
        }));
    }
}
