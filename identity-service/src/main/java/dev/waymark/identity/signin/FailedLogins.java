package dev.waymark.identity.signin;

import dev.waymark.identity.accounts.Account;
import dev.waymark.identity.accounts.AccountEvent;
import dev.waymark.identity.accounts.AccountTrail;
import dev.waymark.identity.accounts.Actor;
import dev.waymark.identity.browser.Visitor;
import dev.waymark.identity.sessions.SignInMethod;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Writes failed logins into the audit log, those to unknown addresses too: both take the same time. */
@Component
class FailedLogins {
    /** Stands for addresses that have no account (RFC 9562, section 5.9). */
    static final UUID NOBODY = new UUID(0, 0);

    private final AccountTrail trail;

    FailedLogins(AccountTrail trail) {
        this.trail = trail;
    }

    /** @param account null when there is none */
    @Transactional
    public void note(@Nullable Account account, SignInMethod method, Visitor visitor) {
        trail.record(
                account == null ? NOBODY : account.id(),
                AccountEvent.SIGN_IN_FAILED,
                Actor.person(visitor),
                Map.of("method", method.title()));
    }

    /** The password is off, after a hundred failures in a row. */
    @Transactional
    public void noteBlocked(Account account, Visitor visitor) {
        trail.record(
                account.id(),
                AccountEvent.FACTOR_BLOCKED,
                Actor.person(visitor),
                Map.of("factor", PasswordLogin.AUTHENTICATOR));
    }
}
