package dev.waymark.identity.profile;

import dev.waymark.identity.accounts.Account;
import dev.waymark.identity.browser.FormAnswer;
import dev.waymark.identity.browser.PrivatePages;
import dev.waymark.identity.browser.Visitor;
import dev.waymark.identity.factors.SecondFactors;
import dev.waymark.identity.passwords.PasswordWords;
import dev.waymark.identity.sessions.FreshLogin;
import dev.waymark.identity.sessions.SignedIn;
import dev.waymark.platform.pages.Page;
import dev.waymark.platform.pages.Texts;
import dev.waymark.platform.web.Problem;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.http.ResponseEntity;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Another password, or a first one. */
@Controller
@ConditionalOnWebApplication
class PasswordController {
    private final PasswordChanges changes;
    private final PasswordWords words;
    private final SecondFactors factors;
    private final PrivatePages pages;

    PasswordController(PasswordChanges changes, PasswordWords words, SecondFactors factors, PrivatePages pages) {
        this.changes = changes;
        this.words = words;
        this.factors = factors;
        this.pages = pages;
    }

    @GetMapping("/account/password")
    ResponseEntity<String> form(@FreshLogin SignedIn who, Visitor visitor, CsrfToken csrf) {
        return show(FormAnswer.FRESH, who, csrf);
    }

    @PostMapping("/account/password")
    ResponseEntity<String> change(
            @FreshLogin SignedIn who,
            @RequestParam(defaultValue = "") String current,
            @RequestParam(defaultValue = "") String password,
            Visitor visitor,
            CsrfToken csrf) {
        Account account = who.account();
        Optional<String> complaint = words.complaint(
                password,
                List.of(account.email().text(), account.displayName()),
                !factors.of(account.id()).isEmpty());
        if (complaint.isPresent()) {
            return show(FormAnswer.wrong(complaint.get()), who, csrf);
        }
        try {
            return changes.change(who, current, password, visitor)
                    ? pages.goTo("/account/security?done=password-changed")
                    : show(FormAnswer.wrong(Texts.current().get("password.current.wrong")), who, csrf);
        } catch (Problem problem) {
            return show(FormAnswer.of(problem, Texts.current()), who, csrf);
        }
    }

    private ResponseEntity<String> show(FormAnswer answer, SignedIn who, CsrfToken csrf) {
        Texts t = Texts.current();
        return pages.form(
                answer,
                Page.of(t.get("password.title")).at("/account/password"),
                "password.jte",
                csrf,
                Map.of(
                        "account", who.account(),
                        "rules", words.rules(!factors.of(who.account().id()).isEmpty())));
    }
}
