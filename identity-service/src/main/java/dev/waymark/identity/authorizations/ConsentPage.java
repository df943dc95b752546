package dev.waymark.identity.authorizations;

import dev.waymark.identity.accounts.Actor;
import dev.waymark.identity.browser.FormTargets;
import dev.waymark.identity.browser.PrivatePages;
import dev.waymark.identity.browser.Visitor;
import dev.waymark.identity.clients.RedirectUri;
import dev.waymark.identity.grants.Consents;
import dev.waymark.identity.sessions.CurrentSession;
import dev.waymark.identity.sessions.LoginSession;
import dev.waymark.platform.pages.Page;
import dev.waymark.platform.pages.Texts;
import dev.waymark.platform.web.Problem;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Map;
import java.util.Optional;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Asks somebody whether a client may know more than that he is signed in. */
@Controller
@ConditionalOnWebApplication
class ConsentPage {
    static final String PATH = "/login/consent";

    private final PendingAuthorization pending;
    private final AuthorizationAnswers answers;
    private final CurrentSession current;
    private final Consents consents;
    private final PrivatePages pages;

    ConsentPage(
            PendingAuthorization pending,
            AuthorizationAnswers answers,
            CurrentSession current,
            Consents consents,
            PrivatePages pages) {
        this.pending = pending;
        this.answers = answers;
        this.current = current;
        this.consents = consents;
        this.pages = pages;
    }

    @GetMapping(PATH)
    ResponseEntity<String> ask(
            @RequestParam("continue") String path,
            HttpServletRequest request,
            HttpServletResponse response,
            CsrfToken token) {
        Asked.Valid asked = asked(path);
        if (current.of(request).isEmpty()) {
            return AuthorizationAnswers.to(asked.path());
        }
        asked.formAction().ifPresent(origin -> response.setHeader(FormTargets.HEADER, origin));
        Texts t = Texts.current();
        return pages.show(
                Page.of(t.get("consent.title", asked.client().name())),
                "authorizations/consent.jte",
                token,
                Map.of(
                        "client",
                        asked.client().name(),
                        "origin",
                        RedirectUri.origin(asked.redirectUri()),
                        "scopes",
                        asked.scopes(),
                        "path",
                        asked.path()));
    }

    @PostMapping(PATH)
    ResponseEntity<String> decide(
            @RequestParam("continue") String path,
            @RequestParam String decision,
            HttpServletRequest request,
            Visitor visitor) {
        Asked.Valid asked = asked(path);
        Optional<LoginSession> session = current.of(request);
        if (session.isEmpty()) {
            return AuthorizationAnswers.to(asked.path());
        }
        if (!decision.equals("allow")) {
            return answers.error(asked.refused(AuthorizationError.ACCESS_DENIED));
        }
        consents.give(session.get().account(), asked.client(), asked.scopes(), Actor.person(visitor));
        return AuthorizationAnswers.to(asked.afterConsent());
    }

    private Asked.Valid asked(String path) {
        return pending.request(path)
                .orElseThrow(() -> new Problem(
                        HttpStatus.BAD_REQUEST,
                        "no_authorization_request",
                        "This page belongs to signing in to an application. Please start there again."));
    }
}
