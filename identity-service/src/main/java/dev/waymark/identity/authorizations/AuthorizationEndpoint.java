package dev.waymark.identity.authorizations;

import dev.waymark.identity.browser.Visitor;
import dev.waymark.identity.grants.AuthorizationCodes;
import dev.waymark.identity.grants.Consents;
import dev.waymark.identity.sessions.CurrentSession;
import dev.waymark.identity.sessions.LoginSession;
import dev.waymark.identity.tokens.IssuedTokens;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;

/** Where a client sends somebody to sign in: gives it a code, or sends the browser to who has to be asked first. */
@Controller
@ConditionalOnWebApplication
class AuthorizationEndpoint {
    static final String PATH = "/oauth2/authorize";
    /** Of a hint, encoded: the longest mail address in letters of ASCII, and more than any real one. */
    private static final int MOST_HINT = 400;

    private final AuthorizationRequests requests;
    private final AuthorizationAnswers answers;
    private final ProviderPages pages;
    private final CurrentSession current;
    private final Consents consents;
    private final AuthorizationCodes codes;
    private final IssuedTokens tokens;
    private final Clock clock;

    AuthorizationEndpoint(
            AuthorizationRequests requests,
            AuthorizationAnswers answers,
            ProviderPages pages,
            CurrentSession current,
            Consents consents,
            AuthorizationCodes codes,
            IssuedTokens tokens,
            Clock clock) {
        this.requests = requests;
        this.answers = answers;
        this.pages = pages;
        this.current = current;
        this.consents = consents;
        this.codes = codes;
        this.tokens = tokens;
        this.clock = clock;
    }

    @GetMapping(PATH)
    ResponseEntity<String> authorize(HttpServletRequest request, Visitor visitor) {
        return switch (requests.read(Parameters.of(request))) {
            case Asked.Unanswerable unanswerable -> pages.unanswerable(unanswerable);
            case Asked.Refused refused -> answers.error(refused);
            case Asked.Valid valid -> answer(valid, current.of(request), visitor);
        };
    }

    /** OpenID Connect Core 1.0, section 3.1.2.1, wants POST too; the cookie comes only with GET, so this becomes one. */
    @PostMapping(PATH)
    ResponseEntity<String> authorizeByForm(HttpServletRequest request) {
        return switch (requests.read(Parameters.of(request))) {
            case Asked.Unanswerable unanswerable -> pages.unanswerable(unanswerable);
            case Asked.Refused refused -> answers.error(refused);
            case Asked.Valid valid -> AuthorizationAnswers.to(valid.path());
        };
    }

    private ResponseEntity<String> answer(Asked.Valid asked, Optional<LoginSession> session, Visitor visitor) {
        Instant now = clock.instant();
        if (session.isEmpty()) {
            return login(asked, "/login", now);
        }
        if (isForSomebodyElse(asked, session.get())) {
            return answers.error(asked.refused(AuthorizationError.LOGIN_REQUIRED));
        }
        if (!asked.isFreshEnough(session.get(), now)) {
            return login(asked, "/login/again", now);
        }
        if (asked.asksForConsent() || consents.isNeeded(session.get().account(), asked.client(), asked.scopes())) {
            return asked.isSilent()
                    ? answers.error(asked.refused(AuthorizationError.CONSENT_REQUIRED))
                    : go(asked, ConsentPage.PATH, asked.path());
        }
        AuthorizationCodes.Approval approval = new AuthorizationCodes.Approval(
                asked.client(), asked.scopes(), asked.redirectUri(), asked.nonce(), asked.challenge());
        return codes.issue(session.get(), approval, visitor)
                .map(code -> answers.code(asked, code))
                .orElseGet(() -> login(asked, "/login", now));
    }

    /** OpenID Connect Core 1.0, section 3.1.2.1: an answer about another person than the hint's would be wrong. */
    private boolean isForSomebodyElse(Asked.Valid asked, LoginSession session) {
        String hint = asked.idTokenHint();
        return hint != null
                && tokens.idToken(hint)
                        .filter(token ->
                                token.subject().equals(session.account().toString()))
                        .isEmpty();
    }

    private ResponseEntity<String> login(Asked.Valid asked, String page, Instant now) {
        return asked.isSilent()
                ? answers.error(asked.refused(AuthorizationError.LOGIN_REQUIRED))
                : go(asked, page, asked.afterLogin(now));
    }

    private static ResponseEntity<String> go(Asked.Valid asked, String page, String back) {
        String hint = asked.parameters()
                .get("login_hint")
                .map(Parameters::encoded)
                .filter(value -> value.length() <= MOST_HINT)
                .map(value -> "&login_hint=" + value)
                .orElse("");
        return AuthorizationAnswers.to(asked.language().path(page) + "?continue=" + Parameters.encoded(back) + hint);
    }
}
