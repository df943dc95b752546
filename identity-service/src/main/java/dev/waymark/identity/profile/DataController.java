package dev.waymark.identity.profile;

import dev.waymark.identity.accounts.Account;
import dev.waymark.identity.accounts.AccountDeletions;
import dev.waymark.identity.accounts.AccountEvent;
import dev.waymark.identity.accounts.AccountTrail;
import dev.waymark.identity.accounts.Actor;
import dev.waymark.identity.accounts.PersonalData;
import dev.waymark.identity.browser.FormAnswer;
import dev.waymark.identity.browser.PrivatePages;
import dev.waymark.identity.browser.Visitor;
import dev.waymark.identity.grants.Consents;
import dev.waymark.identity.mail.MailKind;
import dev.waymark.identity.mail.Notices;
import dev.waymark.identity.sessions.FreshLogin;
import dev.waymark.identity.sessions.SessionEnds;
import dev.waymark.identity.sessions.SignedIn;
import dev.waymark.platform.pages.Page;
import dev.waymark.platform.pages.Texts;
import java.time.Clock;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.http.CacheControl;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.stereotype.Controller;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import tools.jackson.databind.json.JsonMapper;

/** All that is known of somebody, for him to take along, and the end of his account. */
@Controller
@ConditionalOnWebApplication
class DataController {
    private static final String PAGE = "/account/data";
    private static final JsonMapper json = JsonMapper.builder().build();

    private final List<PersonalData> parts;
    private final AccountDeletions deletions;
    private final AccountTrail trail;
    private final SessionEnds sessions;
    private final Consents consents;
    private final Notices notices;
    private final PrivatePages pages;
    private final Clock clock;

    DataController(
            List<PersonalData> parts,
            AccountDeletions deletions,
            AccountTrail trail,
            SessionEnds sessions,
            Consents consents,
            Notices notices,
            PrivatePages pages,
            Clock clock) {
        this.parts = List.copyOf(parts);
        this.deletions = deletions;
        this.trail = trail;
        this.sessions = sessions;
        this.consents = consents;
        this.notices = notices;
        this.pages = pages;
        this.clock = clock;
    }

    @GetMapping(PAGE)
    ResponseEntity<String> page(
            SignedIn who, @RequestParam(defaultValue = "") String notice, Visitor visitor, CsrfToken csrf) {
        return show(FormAnswer.FRESH, who, notice, csrf);
    }

    @GetMapping(PAGE + "/export")
    ResponseEntity<String> exportForm() {
        return pages.goTo(PAGE);
    }

    /** The file; other services that know something of the account learn by an event that it was asked for. */
    @PostMapping(PAGE + "/export")
    @Transactional
    public ResponseEntity<String> export(@FreshLogin SignedIn who, Visitor visitor) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("exportedAt", clock.instant().toString());
        parts.forEach(part -> all.put(part.name(), part.of(who.account().id())));
        trail.record(who.account().id(), AccountEvent.DATA_REQUESTED, Actor.person(visitor));
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_JSON)
                .cacheControl(CacheControl.noStore())
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        ContentDisposition.attachment()
                                .filename("account.json")
                                .build()
                                .toString())
                .body(json.writerWithDefaultPrettyPrinter().writeValueAsString(all));
    }

    @GetMapping(PAGE + "/delete")
    ResponseEntity<String> deleteForm() {
        return pages.goTo(PAGE);
    }

    /** @param confirmed the account's address, typed once more */
    @PostMapping(PAGE + "/delete")
    @Transactional
    public ResponseEntity<String> delete(
            @FreshLogin SignedIn who,
            @RequestParam(defaultValue = "") String confirmed,
            Visitor visitor,
            CsrfToken csrf) {
        Account account = who.account();
        if (!confirmed.strip().equalsIgnoreCase(account.email().text())) {
            return show(FormAnswer.wrong(Texts.current().get("data.delete.mismatch")), who, "", csrf);
        }
        Actor actor = Actor.person(visitor);
        if (deletions.request(account.id(), actor)) {
            sessions.endOthers(who.session(), actor, "deletion_requested");
            String day = Texts.in(account.language()).day(clock.instant().plus(AccountDeletions.GRACE));
            notices.tell(MailKind.DELETION_REQUESTED, account, visitor, Map.of("day", day));
        }
        return pages.goTo(PAGE + "?notice=deletion");
    }

    @GetMapping(PAGE + "/keep")
    ResponseEntity<String> keepForm() {
        return pages.goTo(PAGE);
    }

    @PostMapping(PAGE + "/keep")
    @Transactional
    public ResponseEntity<String> keep(@FreshLogin SignedIn who, Visitor visitor) {
        if (deletions.cancel(who.account().id(), Actor.person(visitor))) {
            notices.tell(MailKind.DELETION_CANCELLED, who.account(), visitor);
        }
        return pages.goTo(PAGE + "?notice=kept");
    }

    @GetMapping(PAGE + "/withdraw")
    ResponseEntity<String> withdrawForm() {
        return pages.goTo(PAGE);
    }

    /** Takes back what another site may know; all that it has of this account ends. */
    @PostMapping(PAGE + "/withdraw")
    ResponseEntity<String> withdraw(SignedIn who, @RequestParam UUID client, Visitor visitor) {
        consents.withdraw(who.account().id(), client, Actor.person(visitor));
        return pages.goTo(PAGE + "?notice=withdrawn");
    }

    private ResponseEntity<String> show(FormAnswer answer, SignedIn who, String notice, CsrfToken csrf) {
        Texts t = Texts.current();
        Map<String, Object> model = new HashMap<>(Map.of(
                "account", who.account(), "consents", consents.of(who.account().id())));
        model.put("notice", t.find("data.notice." + notice).orElse(null));
        return pages.form(answer, Page.of(t.get("data.title")).at(PAGE), "data.jte", csrf, model);
    }
}
