package dev.waymark.identity.factors.pages;

import dev.waymark.identity.browser.PrivatePages;
import dev.waymark.identity.factors.AccountFactor;
import dev.waymark.identity.factors.AccountFactors;
import dev.waymark.identity.factors.Factor;
import dev.waymark.identity.factors.Passkeys;
import dev.waymark.identity.factors.SecondFactors;
import dev.waymark.identity.factors.TrustedBrowsers;
import dev.waymark.identity.sessions.SignedIn;
import dev.waymark.platform.pages.Texts;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.http.ResponseEntity;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** How somebody's account is protected, at a glance. */
@Controller
class SecurityPage {
    private final PrivatePages pages;
    private final AccountFactors factors;
    private final SecondFactors second;
    private final Passkeys passkeys;
    private final TrustedBrowsers browsers;

    SecurityPage(
            PrivatePages pages,
            AccountFactors factors,
            SecondFactors second,
            Passkeys passkeys,
            TrustedBrowsers browsers) {
        this.pages = pages;
        this.factors = factors;
        this.second = second;
        this.passkeys = passkeys;
        this.browsers = browsers;
    }

    /** @param done what was just done; anything else says nothing */
    @GetMapping("/account/security")
    ResponseEntity<String> show(SignedIn who, CsrfToken token, @RequestParam(defaultValue = "") String done) {
        UUID account = who.account().id();
        Texts t = Texts.current();
        List<AccountFactor> all = factors.all(account);
        return pages.show(
                SecurityViews.page(t.get("security.title"), SecurityViews.OVERVIEW)
                        .withScript("passkeys.js"),
                "security.jte",
                token,
                Map.of(
                        "hasPassword",
                        who.account().hasPassword(),
                        "apps",
                        all.stream()
                                .filter(factor -> factor.kind() == Factor.TOTP)
                                .toList(),
                        "passkeys",
                        passkeys.all(account),
                        "codesLeft",
                        second.recoveryCodesLeft(account),
                        "hasFactor",
                        !all.isEmpty(),
                        "trusted",
                        browsers.all(account).size(),
                        "accepted",
                        passkeys.accepted(account).orElse(""),
                        "done",
                        t.find("security.done." + done).orElse("")));
    }
}
