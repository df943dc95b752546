package dev.waymark.identity.administration;

import dev.waymark.identity.accounts.Account;
import dev.waymark.identity.accounts.StaffRole;
import dev.waymark.identity.browser.PrivatePages;
import dev.waymark.identity.sessions.FreshLogin;
import dev.waymark.identity.sessions.LoginSessions;
import dev.waymark.platform.pages.Page;
import dev.waymark.platform.pages.Texts;
import dev.waymark.platform.web.StandardProblems;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** What the staff sees of an account, and does to it. Whoever looks is written down. */
@Controller
@RequestMapping("/admin/accounts/{id}")
class AccountPages {
    private static final int ENTRIES = 50;
    private static final int MOST_REASON = 500;

    private final Administration administration;
    private final AuditLog log;
    private final LoginSessions sessions;
    private final PrivatePages pages;

    AccountPages(Administration administration, AuditLog log, LoginSessions sessions, PrivatePages pages) {
        this.administration = administration;
        this.log = log;
        this.sessions = sessions;
        this.pages = pages;
    }

    @GetMapping
    ResponseEntity<String> account(
            @FreshLogin By by,
            @PathVariable UUID id,
            @RequestParam(required = false) @Nullable UUID before,
            @RequestParam(defaultValue = "") String done,
            CsrfToken token) {
        String notice = Texts.current().find("admin.done." + done).orElse("");
        return show(HttpStatus.OK, by, id, before, notice, "", token);
    }

    /** A form that was sent with a login that was not fresh comes back here. */
    @GetMapping({"/disable", "/enable", "/end-sessions", "/remove-factor", "/help", "/roles"})
    ResponseEntity<String> back(@PathVariable UUID id) {
        return pages.goTo("/admin/accounts/" + id);
    }

    @PostMapping("/disable")
    ResponseEntity<String> disable(
            @FreshLogin By by, @PathVariable UUID id, @RequestParam(defaultValue = "") String reason, CsrfToken token) {
        return reasoned(by, id, reason, token, why -> administration.disable(id, why, by), "disabled");
    }

    @PostMapping("/enable")
    ResponseEntity<String> enable(
            @FreshLogin By by, @PathVariable UUID id, @RequestParam(defaultValue = "") String reason, CsrfToken token) {
        return reasoned(by, id, reason, token, why -> administration.enable(id, why, by), "enabled");
    }

    @PostMapping("/end-sessions")
    ResponseEntity<String> endSessions(
            @FreshLogin By by, @PathVariable UUID id, @RequestParam(defaultValue = "") String reason, CsrfToken token) {
        return reasoned(by, id, reason, token, why -> administration.endSessions(id, why, by), "sessions");
    }

    @PostMapping("/remove-factor")
    ResponseEntity<String> removeFactor(
            @FreshLogin By by,
            @PathVariable UUID id,
            @RequestParam(defaultValue = "") String factor,
            @RequestParam(defaultValue = "") String reason,
            CsrfToken token) {
        return reasoned(by, id, reason, token, why -> administration.removeFactor(id, factor, why, by), "factor");
    }

    @PostMapping("/help")
    ResponseEntity<String> help(@FreshLogin By by, @PathVariable UUID id, CsrfToken token) {
        return answer(by, id, administration.sendHelp(id, by), "help", token);
    }

    @PostMapping("/roles")
    ResponseEntity<String> roles(
            @FreshLogin By by,
            @PathVariable UUID id,
            @RequestParam(defaultValue = "") Set<String> role,
            CsrfToken token) {
        Set<StaffRole> roles = Arrays.stream(StaffRole.values())
                .filter(known -> role.contains(known.title()))
                .collect(Collectors.toSet());
        return answer(by, id, administration.setRoles(id, roles, by), "roles", token);
    }

    private ResponseEntity<String> reasoned(
            By by, UUID id, String reason, CsrfToken token, Function<String, Outcome> act, String done) {
        String why = reason.replaceAll("\\p{Cntrl}", " ").strip();
        if (why.isEmpty() || why.length() > MOST_REASON) {
            String refusal = Texts.current().get("admin.reason.needed", MOST_REASON);
            return show(HttpStatus.UNPROCESSABLE_CONTENT, by, id, null, "", refusal, token);
        }
        return answer(by, id, act.apply(why), done, token);
    }

    private ResponseEntity<String> answer(By by, UUID id, Outcome outcome, String done, CsrfToken token) {
        String path = "/admin/accounts/" + id;
        return switch (outcome) {
            case DONE -> pages.goTo(path + "?done=" + done);
            case UNCHANGED -> pages.goTo(path + "?done=unchanged");
            case GONE, OWN_ACCOUNT, ADMINISTRATORS_ONLY, LAST_ADMINISTRATOR -> {
                String refusal = Texts.current().get("admin.refused." + outcome.title());
                yield show(HttpStatus.CONFLICT, by, id, null, "", refusal, token);
            }
        };
    }

    private ResponseEntity<String> show(
            HttpStatus status, By by, UUID id, @Nullable UUID before, String notice, String refusal, CsrfToken token) {
        Account account = administration.lookAt(id, by).orElseThrow(() -> StandardProblems.of(HttpStatus.NOT_FOUND));
        Map<String, Object> model = Map.of("view", view(account, before, by), "notice", notice, "refusal", refusal);
        return pages.show(
                status,
                // Without the address: titles stay in the history of the browser.
                Page.of(Texts.current().get("admin.account.title")).at("/admin/accounts/" + id),
                "admin/account.jte",
                token,
                model);
    }

    private AccountView view(Account account, @Nullable UUID before, By by) {
        List<AuditEntry> entries = log.page(account.id(), before, ENTRIES + 1);
        List<AuditEntry> shown = entries.subList(0, Math.min(ENTRIES, entries.size()));
        return new AccountView(
                account,
                sessions.all(account.id()),
                administration.factors(account.id()),
                shown,
                entries.size() > ENTRIES ? shown.getLast().id() : null,
                StaffPolicy.mayHelp(by, account).isEmpty(),
                StaffPolicy.maySetRoles(by, account, account.roles(), true).isEmpty());
    }
}
