package dev.waymark.identity.factors.pages;

import dev.waymark.identity.accounts.Actor;
import dev.waymark.identity.browser.Device;
import dev.waymark.identity.browser.PrivatePages;
import dev.waymark.identity.browser.Visitor;
import dev.waymark.identity.factors.TrustedBrowsers;
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

/** Browsers in which the second factor is not asked for. */
@Controller
@RequestMapping("/account/security/browsers")
class TrustedBrowserPages {
    private final PrivatePages pages;
    private final SecurityViews views;
    private final TrustedBrowsers browsers;

    TrustedBrowserPages(PrivatePages pages, SecurityViews views, TrustedBrowsers browsers) {
        this.pages = pages;
        this.views = views;
        this.browsers = browsers;
    }

    @GetMapping
    ResponseEntity<String> show(@FreshLogin SignedIn who, CsrfToken token) {
        Texts t = Texts.current();
        List<TrustedBrowserRow> rows = browsers.all(who.account().id()).stream()
                .map(browser -> new TrustedBrowserRow(
                        name(browser.userAgent(), t), browser.address(), browser.trustedAt(), browser.endsAt()))
                .toList();
        return pages.show(
                SecurityViews.page(t.get("security.browsers.title"), "/account/security/browsers"),
                "security-browsers.jte",
                token,
                Map.of("browsers", rows));
    }

    @PostMapping
    ResponseEntity<String> endAll(@FreshLogin SignedIn who, Visitor visitor) {
        browsers.endAll(who.account().id(), Actor.person(visitor));
        return views.done("browsers-ended");
    }

    private static String name(String userAgent, Texts t) {
        String name = Device.describe(userAgent);
        return name.isEmpty() ? t.get("security.browsers.unknown") : name;
    }
}
