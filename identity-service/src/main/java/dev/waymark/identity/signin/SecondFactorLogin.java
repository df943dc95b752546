package dev.waymark.identity.signin;

import dev.waymark.identity.accounts.Accounts;
import dev.waymark.identity.accounts.Actor;
import dev.waymark.identity.browser.Visitor;
import dev.waymark.identity.factors.Factor;
import dev.waymark.identity.factors.Passkeys;
import dev.waymark.identity.factors.SecondFactors;
import dev.waymark.identity.factors.Verdict;
import dev.waymark.identity.limits.Limit;
import dev.waymark.identity.limits.Limits;
import dev.waymark.identity.sessions.SignInMethod;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** The second factor of a login or of a reset, and passkeys, which are both factors at once. */
@Component
class SecondFactorLogin {
    private final OpenLogins open;
    private final SecondFactors factors;
    private final Passkeys passkeys;
    private final Accounts accounts;
    private final FailedLogins failed;
    private final Limits limits;
    private final Logins logins;

    SecondFactorLogin(
            OpenLogins open,
            SecondFactors factors,
            Passkeys passkeys,
            Accounts accounts,
            FailedLogins failed,
            Limits limits,
            Logins logins) {
        this.open = open;
        this.factors = factors;
        this.passkeys = passkeys;
        this.accounts = accounts;
        this.failed = failed;
        this.limits = limits;
        this.logins = logins;
    }

    Optional<OpenLogin> find(UUID id, Visitor visitor) {
        return open.find(id, visitor);
    }

    Set<Factor> offered(OpenLogin login) {
        return factors.of(login.account());
    }

    /** @param trust whether this browser is not to be asked again for two weeks */
    SignIn withCode(OpenLogin login, Factor factor, String typed, boolean trust, Visitor visitor) {
        limits.take(Limit.FAILED_LOGIN_BY_ADDRESS, visitor.address());
        limits.take(Limit.FAILED_LOGIN_BY_ACCOUNT, login.account().toString());
        Actor actor = Actor.person(visitor);
        Verdict verdict = switch (factor) {
            case TOTP -> factors.totp(login.account(), typed, actor);
            case RECOVERY_CODE -> factors.recoveryCode(login.account(), typed, actor);
            case PASSKEY -> Verdict.WRONG;
        };
        return switch (verdict) {
            case RIGHT -> {
                giveBack(login, visitor);
                yield logins.goOn(login, SignInMethod.of(factor), trust, visitor);
            }
            case WRONG -> {
                failed.note(accounts.byId(login.account()).orElse(null), SignInMethod.of(factor), visitor);
                yield SignIn.refused(SignIn.Reason.WRONG);
            }
            case BLOCKED -> SignIn.refused(SignIn.Reason.BLOCKED);
        };
    }

    SignIn withPasskey(OpenLogin login, String response, boolean trust, Visitor visitor) {
        limits.take(Limit.FAILED_LOGIN_BY_ADDRESS, visitor.address());
        limits.take(Limit.FAILED_LOGIN_BY_ACCOUNT, login.account().toString());
        if (passkeys.verify(visitor, response, login.account()).isEmpty()) {
            failed.note(accounts.byId(login.account()).orElse(null), SignInMethod.PASSKEY, visitor);
            return SignIn.refused(SignIn.Reason.WRONG);
        }
        giveBack(login, visitor);
        return logins.goOn(login, SignInMethod.PASSKEY, trust, visitor);
    }

    /** A passkey alone: nothing else is asked for. */
    SignIn withPasskeyAlone(String response, String continueTo, Visitor visitor) {
        limits.take(Limit.LOGIN_BY_ADDRESS, visitor.address());
        limits.take(Limit.FAILED_LOGIN_BY_ADDRESS, visitor.address());
        return passkeys.verify(visitor, response, null)
                .flatMap(accounts::byId)
                .map(account -> {
                    limits.giveBack(Limit.FAILED_LOGIN_BY_ADDRESS, visitor.address());
                    return logins.begin(account, SignInMethod.PASSKEY, continueTo, visitor);
                })
                .orElseGet(() -> {
                    failed.note(null, SignInMethod.PASSKEY, visitor);
                    return SignIn.refused(SignIn.Reason.WRONG);
                });
    }

    private void giveBack(OpenLogin login, Visitor visitor) {
        limits.giveBack(Limit.FAILED_LOGIN_BY_ADDRESS, visitor.address());
        limits.giveBack(Limit.FAILED_LOGIN_BY_ACCOUNT, login.account().toString());
    }
}
