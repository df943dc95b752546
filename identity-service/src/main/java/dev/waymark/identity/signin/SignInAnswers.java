package dev.waymark.identity.signin;

import dev.waymark.identity.accounts.Actor;
import dev.waymark.identity.browser.Exchange;
import dev.waymark.identity.browser.FormAnswer;
import dev.waymark.identity.browser.PrivatePages;
import dev.waymark.identity.sessions.CurrentSession;
import dev.waymark.identity.sessions.SessionEnds;
import dev.waymark.platform.pages.Texts;
import dev.waymark.platform.web.Problem;
import java.util.function.Function;
import java.util.function.Supplier;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;

/** What a browser is answered after an attempt to sign in. */
@Component
class SignInAnswers {
    private final CurrentSession current;
    private final SessionEnds sessions;
    private final PrivatePages pages;

    SignInAnswers(CurrentSession current, SessionEnds sessions, PrivatePages pages) {
        this.current = current;
        this.sessions = sessions;
        this.pages = pages;
    }

    /** @param again shows the form once more, with what was wrong */
    ResponseEntity<String> answer(
            Supplier<SignIn> attempt, Exchange exchange, Function<FormAnswer, ResponseEntity<String>> again) {
        Texts t = Texts.current();
        SignIn outcome;
        try {
            outcome = attempt.get();
        } catch (Problem problem) {
            return again.apply(FormAnswer.of(problem, t));
        }
        return switch (outcome) {
            case SignIn.Done done -> signedIn(done, exchange);
            case SignIn.SecondFactorNeeded needed -> pages.goTo("/login/second-factor?login=" + needed.login());
            case SignIn.NewPassword reset -> pages.goTo("/reset/password?login=" + reset.login());
            case SignIn.Refused refused ->
                again.apply(FormAnswer.wrong(
                        t.get("signin.refused." + refused.reason().name().toLowerCase(java.util.Locale.ROOT))));
        };
    }

    private ResponseEntity<String> signedIn(SignIn.Done done, Exchange exchange) {
        // Nobody else's session stays behind in this browser.
        current.of(exchange.request())
                .ifPresent(old -> sessions.end(old.account(), old.id(), Actor.person(exchange.visitor()), "replaced"));
        current.set(exchange.response(), done.token());
        return pages.goToAddress(done.continueTo());
    }
}
