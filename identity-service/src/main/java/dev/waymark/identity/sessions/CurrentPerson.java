package dev.waymark.identity.sessions;

import dev.waymark.identity.accounts.Account;
import dev.waymark.identity.accounts.Accounts;
import dev.waymark.identity.factors.SecondFactors;
import dev.waymark.platform.pages.Texts;
import dev.waymark.platform.pages.Viewer;
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
        Account account = accounts.byId(session.account()).orElseThrow(() -> new SignInRequired(false));
        Texts t = Texts.current();
        Viewer.signsOutAt(
                request,
                t.path(CurrentSession.END) + "?ui_locales=" + t.language().tag());
        return new SignedIn(session, account);
    }

    /** Recently, and by the second factor where there is one: that a browser is trusted spares the login, and nothing more. */
    private boolean isFresh(LoginSession session) {
        return !session.authenticatedAt().plus(FRESH).isBefore(clock.instant())
                && (session.hasSecondFactor() || factors.of(session.account()).isEmpty());
    }
}
