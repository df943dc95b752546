package dev.waymark.identity.factors.pages;

import dev.waymark.identity.accounts.Actor;
import dev.waymark.identity.browser.PrivatePages;
import dev.waymark.identity.browser.Visitor;
import dev.waymark.identity.factors.AuthenticatorApps;
import dev.waymark.identity.factors.Factor;
import dev.waymark.identity.factors.SecondFactors;
import dev.waymark.identity.sessions.FreshLogin;
import dev.waymark.identity.sessions.LoginSessions;
import dev.waymark.identity.sessions.SignInMethod;
import dev.waymark.identity.sessions.SignedIn;
import dev.waymark.platform.pages.Texts;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Setting up an authenticator app. */
@Controller
@RequestMapping("/account/security/totp")
class AuthenticatorAppPages {
    private final PrivatePages pages;
    private final SecurityViews views;
    private final AuthenticatorApps apps;
    private final SecondFactors factors;
    private final LoginSessions sessions;

    AuthenticatorAppPages(
            PrivatePages pages,
            SecurityViews views,
            AuthenticatorApps apps,
            SecondFactors factors,
            LoginSessions sessions) {
        this.sessions = sessions;
        this.pages = pages;
        this.views = views;
        this.apps = apps;
        this.factors = factors;
    }

    @GetMapping
    ResponseEntity<String> show(@FreshLogin SignedIn who, CsrfToken token) {
        return show(HttpStatus.OK, who, token);
    }

    @PostMapping
    ResponseEntity<String> confirm(
            @FreshLogin SignedIn who, Visitor visitor, CsrfToken token, @RequestParam(defaultValue = "") String code) {
        Optional<List<String>> codes = apps.confirm(who.session(), code, Actor.person(visitor));
        if (codes.isEmpty()) {
            return show(HttpStatus.UNPROCESSABLE_CONTENT, who, token);
        }
        sessions.shown(who.session(), SignInMethod.TOTP);
        return codes.get().isEmpty() ? views.done("totp-added") : views.codes(codes.get(), token);
    }

    private ResponseEntity<String> show(HttpStatus status, SignedIn who, CsrfToken token) {
        AuthenticatorApps.Setup setup = apps.setUp(who.session(), who.account());
        return pages.show(
                status,
                SecurityViews.page(Texts.current().get("security.totp.title"), "/account/security/totp"),
                "security-totp.jte",
                token,
                Map.of(
                        "setup",
                        setup,
                        "qr",
                        QrImage.of(setup.uri()),
                        "replaces",
                        factors.of(who.account().id()).contains(Factor.TOTP),
                        "wrong",
                        status != HttpStatus.OK));
    }
}
