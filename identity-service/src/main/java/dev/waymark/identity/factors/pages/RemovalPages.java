package dev.waymark.identity.factors.pages;

import dev.waymark.identity.accounts.Actor;
import dev.waymark.identity.browser.PrivatePages;
import dev.waymark.identity.browser.Visitor;
import dev.waymark.identity.factors.AccountFactor;
import dev.waymark.identity.factors.AccountFactors;
import dev.waymark.identity.factors.Factor;
import dev.waymark.identity.sessions.FreshLogin;
import dev.waymark.identity.sessions.SignedIn;
import dev.waymark.platform.pages.Texts;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;

/** Removing a factor: first what that means, then the deed. */
@Controller
class RemovalPages {
    private static final String TOTP = "/account/security/totp/{id}/remove";
    private static final String PASSKEY = "/account/security/passkeys/{id}/remove";

    private final PrivatePages pages;
    private final SecurityViews views;
    private final AccountFactors factors;
    private final int leastAlone;

    RemovalPages(
            PrivatePages pages,
            SecurityViews views,
            AccountFactors factors,
            @Value("${PASSWORD_LEAST_ALONE}") int leastAlone) {
        this.pages = pages;
        this.views = views;
        this.factors = factors;
        this.leastAlone = leastAlone;
    }

    @GetMapping(TOTP)
    ResponseEntity<String> askTotp(@FreshLogin SignedIn who, CsrfToken token, @PathVariable UUID id) {
        return ask(HttpStatus.OK, who, token, Factor.TOTP, id);
    }

    @PostMapping(TOTP)
    ResponseEntity<String> removeTotp(
            @FreshLogin SignedIn who, Visitor visitor, CsrfToken token, @PathVariable UUID id) {
        return remove(who, visitor, token, Factor.TOTP, id);
    }

    @GetMapping(PASSKEY)
    ResponseEntity<String> askPasskey(@FreshLogin SignedIn who, CsrfToken token, @PathVariable UUID id) {
        return ask(HttpStatus.OK, who, token, Factor.PASSKEY, id);
    }

    @PostMapping(PASSKEY)
    ResponseEntity<String> removePasskey(
            @FreshLogin SignedIn who, Visitor visitor, CsrfToken token, @PathVariable UUID id) {
        return remove(who, visitor, token, Factor.PASSKEY, id);
    }

    private ResponseEntity<String> remove(SignedIn who, Visitor visitor, CsrfToken token, Factor kind, UUID id) {
        return switch (factors.remove(who.account().id(), kind, id, null, Actor.person(visitor))) {
            case REMOVED -> views.done(kind.title() + "-removed");
            case GONE -> views.notThere();
            case LAST_WAY_IN -> ask(HttpStatus.CONFLICT, who, token, kind, id);
        };
    }

    private ResponseEntity<String> ask(HttpStatus status, SignedIn who, CsrfToken token, Factor kind, UUID id) {
        List<AccountFactor> all = factors.all(who.account().id());
        Optional<AccountFactor> factor = all.stream()
                .filter(candidate -> candidate.kind() == kind && candidate.id().equals(id))
                .findFirst();
        if (factor.isEmpty()) {
            return views.notThere();
        }
        Texts t = Texts.current();
        String path = (kind == Factor.TOTP ? TOTP : PASSKEY).replace("{id}", id.toString());
        boolean last = all.size() == 1;
        return pages.show(
                status,
                SecurityViews.page(t.get("security.remove.title." + kind.title()), path),
                "security-remove.jte",
                token,
                Map.of(
                        "factor",
                        factor.get(),
                        "path",
                        path,
                        "last",
                        last,
                        "leastPassword",
                        last && who.account().hasPassword() ? leastAlone : 0,
                        "refused",
                        status != HttpStatus.OK));
    }
}
