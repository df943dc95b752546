package dev.waymark.identity.signin;

import dev.waymark.identity.browser.PrivatePages;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;

/** Addresses that people and password managers try by themselves. */
@Controller
@ConditionalOnWebApplication
class WellKnownController {
    private final PrivatePages pages;

    WellKnownController(PrivatePages pages) {
        this.pages = pages;
    }

    /** OpenID Connect's end of a session asks, when nobody says whose it is. */
    @GetMapping("/logout")
    ResponseEntity<String> logout() {
        return pages.goToAddress("/oauth2/logout");
    }

    /** W3C, A Well-Known URL for Changing Passwords. */
    @GetMapping("/.well-known/change-password")
    ResponseEntity<String> changePassword() {
        return pages.goTo("/account/password");
    }
}
