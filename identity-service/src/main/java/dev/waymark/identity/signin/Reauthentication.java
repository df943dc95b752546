package dev.waymark.identity.signin;

import dev.waymark.identity.accounts.Account;
import dev.waymark.identity.accounts.Actor;
import dev.waymark.identity.browser.Visitor;
import dev.waymark.identity.codes.CodePurpose;
import dev.waymark.identity.codes.Codes;
import dev.waymark.identity.factors.Factor;
import dev.waymark.identity.factors.Passkeys;
import dev.waymark.identity.factors.SecondFactors;
import dev.waymark.identity.factors.Verdict;
import dev.waymark.identity.limits.Limit;
import dev.waymark.identity.limits.Limits;
import dev.waymark.identity.mail.MailKind;
import dev.waymark.identity.sessions.LoginSessions;
import dev.waymark.identity.sessions.SignInMethod;
import dev.waymark.identity.sessions.SignedIn;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Who is signed in shows once more who he is. Where there is a second factor it is that: who found an open browser, or reads the mail,
 * does not have it.
 */
@Component
class Reauthentication {
    private final SecondFactors factors;
    private final Passkeys passkeys;
    private final PasswordLogin passwords;
    private final Codes codes;
    private final LoginSessions sessions;
    private final FailedLogins failed;
    private final Limits limits;
    private final TransactionTemplate transaction;

    Reauthentication(
            SecondFactors factors,
            Passkeys passkeys,
            PasswordLogin passwords,
            Codes codes,
            LoginSessions sessions,
            FailedLogins failed,
            Limits limits,
            TransactionTemplate transaction) {
        this.factors = factors;
        this.passkeys = passkeys;
        this.passwords = passwords;
        this.codes = codes;
        this.sessions = sessions;
        this.failed = failed;
        this.limits = limits;
        this.transaction = transaction;
    }

    /** How this person can do it. */
    Set<SignInMethod> offered(Account account) {
        Set<SignInMethod> methods = EnumSet.noneOf(SignInMethod.class);
        for (Factor factor : factors.of(account.id())) {
            methods.add(SignInMethod.of(factor));
        }
        if (methods.isEmpty()) {
            methods.add(SignInMethod.EMAILED_CODE);
            if (account.hasPassword()) {
                methods.add(SignInMethod.PASSWORD);
            }
        }
        return methods;
    }

    /** @return the session's new token; empty when he has not shown it */
    Optional<String> withPassword(SignedIn who, String password, Visitor visitor) {
        return attempt(who, SignInMethod.PASSWORD, visitor, () -> passwords.isRight(who.account(), password, visitor));
    }

    Optional<String> withCode(SignedIn who, Factor factor, String typed, Visitor visitor) {
        UUID account = who.account().id();
        Actor actor = Actor.person(visitor);
        return attempt(
                who,
                SignInMethod.of(factor),
                visitor,
                () -> (factor == Factor.TOTP
                                ? factors.totp(account, typed, actor)
                                : factors.recoveryCode(account, typed, actor))
                        == Verdict.RIGHT);
    }

    Optional<String> withPasskey(SignedIn who, String response, Visitor visitor) {
        return attempt(
                who,
                SignInMethod.PASSKEY,
                visitor,
                () -> passkeys.verify(visitor, response, who.account().id()).isPresent());
    }

    /** @return what the code is shown with */
    @Transactional
    public UUID send(SignedIn who, Visitor visitor) {
        limits.take(Limit.REAUTHENTICATE, who.account().id().toString());
        return codes.send(
                CodePurpose.REAUTHENTICATION,
                MailKind.LOGIN_CODE,
                who.account().email(),
                who.account(),
                true,
                who.account().language(),
                Map.of(),
                visitor);
    }

    Optional<String> withMailedCode(SignedIn who, UUID id, String typed, Visitor visitor) {
        return attempt(
                who,
                SignInMethod.EMAILED_CODE,
                visitor,
                () -> codes.attempt(id, CodePurpose.REAUTHENTICATION, visitor, typed)
                        .filter(code -> who.account().id().equals(code.account()))
                        .filter(code -> Boolean.TRUE.equals(transaction.execute(_ -> codes.use(code))))
                        .isPresent());
    }

    private Optional<String> attempt(SignedIn who, SignInMethod method, Visitor visitor, BooleanSupplier right) {
        String subject = who.account().id().toString();
        if (!offered(who.account()).contains(method)) {
            return Optional.empty();
        }
        limits.take(Limit.REAUTHENTICATE, subject);
        if (!right.getAsBoolean()) {
            failed.note(who.account(), method, visitor);
            return Optional.empty();
        }
        return Optional.of(sessions.reauthenticated(who.session(), method, visitor));
    }
}
