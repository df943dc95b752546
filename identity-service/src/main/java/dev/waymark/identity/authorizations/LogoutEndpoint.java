package dev.waymark.identity.authorizations;

import dev.waymark.identity.accounts.Actor;
import dev.waymark.identity.browser.FormTargets;
import dev.waymark.identity.browser.PrivatePages;
import dev.waymark.identity.browser.Visitor;
import dev.waymark.identity.clients.Client;
import dev.waymark.identity.clients.RedirectUri;
import dev.waymark.identity.sessions.CurrentSession;
import dev.waymark.identity.sessions.LoginSession;
import dev.waymark.identity.sessions.SessionEnds;
import dev.waymark.platform.pages.Page;
import dev.waymark.platform.pages.Texts;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;

/**
 * Where a client sends somebody who signs out. A client that has an ID token of the very session is believed; otherwise the person is
 * asked, because any page could send him here.
 */
@Controller
@ConditionalOnWebApplication
class LogoutEndpoint {
    static final String PATH = "/oauth2/logout";
    private static final String QUESTION = CurrentSession.END;

    private final LogoutRequests requests;
    private final CurrentSession current;
    private final SessionEnds sessions;
    private final ProviderPages said;
    private final PrivatePages pages;

    LogoutEndpoint(
            LogoutRequests requests,
            CurrentSession current,
            SessionEnds sessions,
            ProviderPages said,
            PrivatePages pages) {
        this.requests = requests;
        this.current = current;
        this.sessions = sessions;
        this.said = said;
        this.pages = pages;
    }

    @GetMapping(PATH)
    ResponseEntity<String> logout(HttpServletRequest request, HttpServletResponse response, Visitor visitor) {
        LogoutRequests.Logout asked = requests.read(Parameters.of(request));
        Optional<LoginSession> session = current.of(request);
        if (session.isEmpty()) {
            return done(asked);
        }
        if (!session.get().id().equals(asked.session())) {
            return AuthorizationAnswers.to(
                    new Parameters(carried(asked)).addedTo(asked.language().path(QUESTION)));
        }
        return end(session.get(), asked, response, visitor);
    }

    /** Section 2 wants POST too; the cookie comes only with GET, so this becomes one. */
    @PostMapping(PATH)
    ResponseEntity<String> logoutByForm(HttpServletRequest request) {
        return AuthorizationAnswers.to(
                LogoutRequests.carried(Parameters.of(request)).addedTo(PATH));
    }

    @GetMapping(QUESTION)
    ResponseEntity<String> ask(HttpServletRequest request, HttpServletResponse response, CsrfToken token) {
        LogoutRequests.Logout asked = requests.read(Parameters.of(request));
        if (current.of(request).isEmpty()) {
            return done(asked);
        }
        Client client = asked.client();
        if (asked.redirectUri() instanceof String uri && client != null && !client.isOwn()) {
            response.setHeader(FormTargets.HEADER, RedirectUri.origin(uri));
        }
        Texts t = Texts.current();
        Map<String, Object> model =
                Map.of("client", client == null || client.isOwn() ? "" : client.name(), "carried", carried(asked));
        return pages.show(Page.of(t.get("sign-out.title")), "authorizations/signOut.jte", token, model);
    }

    @PostMapping(QUESTION)
    ResponseEntity<String> confirmed(HttpServletRequest request, HttpServletResponse response, Visitor visitor) {
        LogoutRequests.Logout asked = requests.read(Parameters.of(request));
        return current.of(request)
                .map(session -> end(session, asked, response, visitor))
                .orElseGet(() -> done(asked));
    }

    private ResponseEntity<String> end(
            LoginSession session, LogoutRequests.Logout asked, HttpServletResponse response, Visitor visitor) {
        sessions.end(session.account(), session.id(), Actor.person(visitor), "signed_out");
        current.remove(response);
        return done(asked);
    }

    private ResponseEntity<String> done(LogoutRequests.Logout asked) {
        if (!(asked.redirectUri() instanceof String redirectUri)) {
            return said.say(HttpStatus.OK, asked.language(), "signed-out");
        }
        Map<String, List<String>> state = new TreeMap<>();
        put(state, "state", asked.state());
        return AuthorizationAnswers.to(new Parameters(state).addedTo(redirectUri));
    }

    /** What the question must not forget. The ID token is not among it: it has said all that it can. */
    private static Map<String, List<String>> carried(LogoutRequests.Logout asked) {
        Map<String, List<String>> carried = new TreeMap<>();
        put(carried, "client_id", asked.client() == null ? null : asked.client().name());
        put(carried, LogoutRequests.REDIRECT, asked.redirectUri());
        put(carried, "state", asked.state());
        put(carried, "ui_locales", asked.language().tag());
        return carried;
    }

    private static void put(Map<String, List<String>> values, String name, @Nullable String value) {
        if (value != null) {
            values.put(name, List.of(value));
        }
    }
}
