package dev.waymark.identity.factors.pages;

import dev.waymark.identity.accounts.Actor;
import dev.waymark.identity.browser.PrivatePages;
import dev.waymark.identity.browser.Visitor;
import dev.waymark.identity.factors.SecondFactors;
import dev.waymark.identity.sessions.FreshLogin;
import dev.waymark.identity.sessions.SignedIn;
import dev.waymark.platform.pages.Texts;
import java.util.List;
import java.util.Map;
import org.springframework.http.ResponseEntity;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;

/** Recovery codes: how many are left, and new ones. */
@Controller
@RequestMapping("/account/security/recovery-codes")
class RecoveryCodePages {
    private final PrivatePages pages;
    private final SecurityViews views;
    private final SecondFactors factors;

    RecoveryCodePages(PrivatePages pages, SecurityViews views, SecondFactors factors) {
        this.pages = pages;
        this.views = views;
        this.factors = factors;
    }

    @GetMapping
    ResponseEntity<String> show(@FreshLogin SignedIn who, CsrfToken token) {
        return pages.show(
                SecurityViews.page(Texts.current().get("security.codes.title"), "/account/security/recovery-codes"),
                "security-codes.jte",
                token,
                Map.of(
                        "left",
                        factors.recoveryCodesLeft(who.account().id()),
                        "hasFactor",
                        !factors.of(who.account().id()).isEmpty()));
    }

    @PostMapping
    ResponseEntity<String> renew(@FreshLogin SignedIn who, Visitor visitor, CsrfToken token) {
        List<String> codes = factors.newRecoveryCodes(who.account().id(), Actor.person(visitor));
        return codes.isEmpty() ? views.notThere() : views.codes(codes, token);
    }
}
