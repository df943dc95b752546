package dev.waymark.identity.profile;

import dev.waymark.identity.accounts.Actor;
import dev.waymark.identity.browser.PrivatePages;
import dev.waymark.identity.browser.Visitor;
import dev.waymark.identity.mail.MailKind;
import dev.waymark.identity.mail.Notices;
import dev.waymark.identity.sessions.LoginSessions;
import dev.waymark.identity.sessions.SessionEnds;
import dev.waymark.identity.sessions.SignedIn;
import dev.waymark.platform.pages.Page;
import dev.waymark.platform.pages.Texts;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.http.ResponseEntity;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.stereotype.Controller;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Where somebody is signed in, and an end to it. */
@Controller
@ConditionalOnWebApplication
class SessionsController {
    private static final String PAGE = "/account/sessions";

    private final LoginSessions sessions;
    private final SessionEnds ends;
    private final Notices notices;
    private final PrivatePages pages;

    SessionsController(LoginSessions sessions, SessionEnds ends, Notices notices, PrivatePages pages) {
        this.sessions = sessions;
        this.ends = ends;
        this.notices = notices;
        this.pages = pages;
    }

    @GetMapping(PAGE)
    ResponseEntity<String> list(
            SignedIn who, @RequestParam(defaultValue = "") String notice, Visitor visitor, CsrfToken csrf) {
        Texts t = Texts.current();
        Map<String, Object> model = new HashMap<>(Map.of(
                "current",
                who.session().id(),
                "sessions",
                sessions.all(who.account().id())));
        model.put("notice", t.find("sessions.notice." + notice).orElse(null));
        return pages.show(Page.of(t.get("sessions.title")).at(PAGE), "sessions.jte", csrf, model);
    }

    /** Ends one session, or with {@code others} all but this one. Needs no fresh login: whoever is in may always close doors. */
    @PostMapping(PAGE)
    @Transactional
    public ResponseEntity<String> end(
            SignedIn who,
            @RequestParam(required = false) @org.jspecify.annotations.Nullable UUID session,
            @RequestParam(defaultValue = "false") boolean others,
            Visitor visitor) {
        Actor actor = Actor.person(visitor);
        if (others && ends.endOthers(who.session(), actor, "ended_by_owner") > 0) {
            notices.tell(MailKind.SESSIONS_ENDED, who.account(), visitor);
        } else if (session != null) {
            ends.end(who.account().id(), session, actor, "ended_by_owner");
        }
        return pages.goTo(PAGE + "?notice=ended");
    }
}
