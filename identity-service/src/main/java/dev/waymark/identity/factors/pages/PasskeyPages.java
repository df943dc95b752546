package dev.waymark.identity.factors.pages;

import dev.waymark.identity.browser.PrivatePages;
import dev.waymark.identity.browser.Visitor;
import dev.waymark.identity.factors.Passkeys;
import dev.waymark.identity.factors.passkeys.Passkey;
import dev.waymark.identity.sessions.FreshLogin;
import dev.waymark.identity.sessions.LoginSessions;
import dev.waymark.identity.sessions.SignInMethod;
import dev.waymark.identity.sessions.SignedIn;
import dev.waymark.platform.pages.Texts;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Adding and naming passkeys. */
@Controller
@RequestMapping("/account/security/passkeys")
class PasskeyPages {
    private static final String PATH = "/account/security/passkeys";

    private final PrivatePages pages;
    private final SecurityViews views;
    private final Passkeys passkeys;
    private final LoginSessions sessions;

    PasskeyPages(PrivatePages pages, SecurityViews views, Passkeys passkeys, LoginSessions sessions) {
        this.sessions = sessions;
        this.pages = pages;
        this.views = views;
        this.passkeys = passkeys;
    }

    @GetMapping
    ResponseEntity<String> show(@FreshLogin SignedIn who, CsrfToken token) {
        return show(HttpStatus.OK, token);
    }

    /** For the script of the page. */
    @PostMapping("/options")
    ResponseEntity<String> options(@FreshLogin SignedIn who, Visitor visitor) {
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_JSON)
                .cacheControl(CacheControl.noStore())
                .body(passkeys.creationOptions(visitor, who.account()));
    }

    @PostMapping
    ResponseEntity<String> add(
            @FreshLogin SignedIn who,
            Visitor visitor,
            CsrfToken token,
            @RequestParam(defaultValue = "") String credential,
            @RequestParam(defaultValue = "") String name) {
        Optional<List<String>> codes = passkeys.add(visitor, who.account().id(), credential, name);
        if (codes.isEmpty()) {
            return show(HttpStatus.UNPROCESSABLE_CONTENT, token);
        }
        sessions.shown(who.session(), SignInMethod.PASSKEY);
        return codes.get().isEmpty() ? views.done("passkey-added") : views.codes(codes.get(), token);
    }

    private ResponseEntity<String> show(HttpStatus status, CsrfToken token) {
        return pages.show(
                status,
                SecurityViews.page(Texts.current().get("security.passkeys.add"), PATH)
                        .withScript("passkeys.js"),
                "security-passkeys.jte",
                token,
                Map.of("refused", status != HttpStatus.OK));
    }

    @GetMapping("/{id}")
    ResponseEntity<String> showName(@FreshLogin SignedIn who, CsrfToken token, @PathVariable UUID id) {
        Optional<Passkey> passkey = passkeys.all(who.account().id()).stream()
                .filter(candidate -> candidate.id().equals(id))
                .findFirst();
        if (passkey.isEmpty()) {
            return views.notThere();
        }
        return pages.show(
                SecurityViews.page(Texts.current().get("security.passkeys.rename"), PATH + "/" + id),
                "security-passkey.jte",
                token,
                Map.of("passkey", passkey.get()));
    }

    @PostMapping("/{id}")
    ResponseEntity<String> rename(
            @FreshLogin SignedIn who,
            Visitor visitor,
            @PathVariable UUID id,
            @RequestParam(defaultValue = "") String name) {
        return passkeys.rename(who.account().id(), id, name, visitor)
                ? views.done("passkey-renamed")
                : views.notThere();
    }
}
