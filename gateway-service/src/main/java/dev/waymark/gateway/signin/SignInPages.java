package dev.waymark.gateway.signin;

import dev.waymark.platform.cache.CacheCalls;
import dev.waymark.platform.pages.Language;
import dev.waymark.platform.pages.Page;
import dev.waymark.platform.pages.Pages;
import dev.waymark.platform.pages.Texts;
import dev.waymark.platform.pages.Viewer;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;

/** What people see when signing in did not work: why, as far as it helps them, and how to try again. */
@Component
@ConditionalOnWebApplication
class SignInPages {
    private final Pages pages;

    SignInPages(Pages pages) {
        this.pages = pages;
    }

    /** @param returnPath where the login should have led; null when that is not known */
    ResponseEntity<String> failed(@Nullable String returnPath, HttpServletRequest request) {
        return page(HttpStatus.BAD_REQUEST, "failed", returnPath, request);
    }

    /** As {@link #failed}, when it is our side that cannot do it just now. */
    ResponseEntity<String> away(@Nullable String returnPath, HttpServletRequest request) {
        return page(HttpStatus.SERVICE_UNAVAILABLE, "away", returnPath, request);
    }

    private ResponseEntity<String> page(
            HttpStatus status, String what, @Nullable String returnPath, HttpServletRequest request) {
        Language language = returnPath == null ? preferred(request) : Language.of(returnPath);
        Texts t = Texts.in(language);
        String title = t.get("signin." + what + ".title");
        String again = Viewer.signIn(returnPath == null ? t.path("/") : returnPath);
        ResponseEntity<String> page = pages.render(
                language,
                Page.of(title),
                "signin-failed.jte",
                Map.of("title", title, "sentence", t.get("signin." + what + ".text"), "again", again));
        HttpHeaders headers = new HttpHeaders();
        headers.setContentType(page.getHeaders().getContentType());
        headers.setCacheControl("no-store");
        if (status == HttpStatus.SERVICE_UNAVAILABLE) {
            headers.set(HttpHeaders.RETRY_AFTER, String.valueOf(CacheCalls.REST.toSeconds()));
        }
        return new ResponseEntity<>(page.getBody(), headers, status);
    }

    /** The address of this page has no language, so the browser's counts. */
    private static Language preferred(HttpServletRequest request) {
        return request.getHeader(HttpHeaders.ACCEPT_LANGUAGE) != null
                        && request.getLocale().getLanguage().equals(Locale.GERMAN.getLanguage())
                ? Language.GERMAN
                : Language.ENGLISH;
    }
}
