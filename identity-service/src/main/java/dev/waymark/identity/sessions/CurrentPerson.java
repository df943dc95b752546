package dev.waymark.identity.sessions;

import dev.waymark.identity.accounts.Accounts;
import dev.waymark.identity.factors.SecondFactors;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.Duration;
import org.springframework.stereotype.Component;

/** Who is signed in where a request comes from. */
@Component
public class CurrentPerson {
    /** How long a login counts as fresh. */
    static final Duration FRESH = Duration.ofMinutes(5);

    private final CurrentSession current;
    private final Accounts accounts;
    private final SecondFactors factors;
    private final Clock clock;

    CurrentPerson(CurrentSession current, Accounts accounts, SecondFactors factors, Clock clock) {
        this.current = current;
        this.accounts = accounts;
        this.factors = factors;
        this.clock = clock;
    }

    /**
     * @param fresh whether that he signed in at some time is not enough, as {@link FreshLogin} says
     * @throws SignInRequired when nobody is, or not freshly enough
     */
    public SignedIn of(HttpServletRequest request, boolean fresh) {
        LoginSession session = current.of(request).orElseThrow(() -> new SignInRequired(false));
        if (fresh && !isFresh(session)) {
            throw new SignInRequired(true);
        }
        return accounts.byId(session.account())
                .map(account -> new SignedIn(session, account))
                .orElseThrow(() -> new SignInRequired(false));
    }

    /** Recently, and by the second factor where there is one: that a browser is trusted spares the login, and nothing more. */
    private boolean isFresh(LoginSession session) {
        return !session.authenticatedAt().plus(FRESH).isBefore(clock.instant())
                && (session.hasSecondFactor() || factors.of(session.account()).isEmpty());
    }
}
