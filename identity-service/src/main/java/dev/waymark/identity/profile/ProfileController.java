package dev.waymark.identity.profile;

import dev.waymark.identity.accounts.Accounts;
import dev.waymark.identity.accounts.Actor;
import dev.waymark.identity.accounts.DisplayName;
import dev.waymark.identity.browser.FormAnswer;
import dev.waymark.identity.browser.PrivatePages;
import dev.waymark.identity.browser.Visitor;
import dev.waymark.identity.sessions.SignedIn;
import dev.waymark.platform.pages.Language;
import dev.waymark.platform.pages.Page;
import dev.waymark.platform.pages.Texts;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.http.ResponseEntity;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Name, language and address. */
@Controller
@ConditionalOnWebApplication
class ProfileController {
    private final Accounts accounts;
    private final PrivatePages pages;

    ProfileController(Accounts accounts, PrivatePages pages) {
        this.accounts = accounts;
        this.pages = pages;
    }

    @GetMapping("/account")
    ResponseEntity<String> profile(
            SignedIn who, @RequestParam(defaultValue = "") String notice, Visitor visitor, CsrfToken csrf) {
        return show(FormAnswer.FRESH, who, who.account().displayName(), notice, csrf);
    }

    @PostMapping("/account")
    ResponseEntity<String> change(
            SignedIn who,
            @RequestParam(defaultValue = "") String name,
            @RequestParam(defaultValue = "") String language,
            Visitor visitor,
            CsrfToken csrf) {
        Optional<String> shownName = DisplayName.of(name);
        if (shownName.isEmpty()) {
            return show(
                    FormAnswer.wrong(Texts.current().get("form.name", DisplayName.MOST_CHARACTERS)),
                    who,
                    name,
                    "",
                    csrf);
        }
        Language chosen = Language.tagged(language).orElse(who.account().language());
        accounts.setProfile(who.account().id(), shownName.get(), chosen, Actor.person(visitor));
        return pages.goTo("/account?notice=saved");
    }

    private ResponseEntity<String> show(FormAnswer answer, SignedIn who, String name, String notice, CsrfToken csrf) {
        Texts t = Texts.current();
        Map<String, Object> model = new HashMap<>(Map.of("account", who.account(), "name", name));
        model.put("notice", t.find("profile.notice." + notice).orElse(null));
        return pages.form(answer, Page.of(t.get("profile.title")).at("/account"), "profile.jte", csrf, model);
    }
}
