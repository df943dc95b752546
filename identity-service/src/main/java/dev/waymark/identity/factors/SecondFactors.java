package dev.waymark.identity.factors;

import dev.waymark.identity.accounts.Actor;
import dev.waymark.identity.browser.Visitor;
import java.util.Set;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** What a login asks of the second factors of an account. */
@Component
public class SecondFactors {
    /** What its owner can show; empty when no second factor is asked for. Recovery codes alone are none. */
    public Set<Factor> of(UUID account) {
        return Set.of();
    }

    /** Looks at a code of an authenticator app; the same code is right once only. */
    public Verdict totp(UUID account, String code, Actor actor) {
        return Verdict.WRONG;
    }

    /** Looks at a recovery code, and uses it up. */
    public Verdict recoveryCode(UUID account, String code, Actor actor) {
        return Verdict.WRONG;
    }

    /** Whether the second factor was given in this browser not long ago, and the factors are still the same. */
    public boolean isTrusted(UUID account, Visitor visitor) {
        return false;
    }

    /** Asks for no second factor in this browser for two weeks. */
    public void trust(UUID account, Visitor visitor) {}
}
