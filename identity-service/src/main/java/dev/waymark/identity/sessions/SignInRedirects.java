package dev.waymark.identity.sessions;

import dev.waymark.platform.pages.Texts;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;

/** Sends people to where they sign in, and lets them come back to what they asked for. */
@ControllerAdvice
@Order(Ordered.HIGHEST_PRECEDENCE)
class SignInRedirects {
    /** Where the gateway begins a login; it has a session of its own to make. */
    private static final String SIGN_IN = "/signin?return=";

    private static final String AGAIN = "/login/again?continue=";

    @ExceptionHandler
    ResponseEntity<String> signIn(SignInRequired required, HttpServletRequest request) {
        Texts t = Texts.current();
        String target = required.isAgain() ? t.path(AGAIN) : SIGN_IN;
        return ResponseEntity.status(HttpStatus.SEE_OTHER)
                .location(URI.create(target + URLEncoder.encode(back(request, t), StandardCharsets.UTF_8)))
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .build();
    }

    /** What was asked for; a form that was sent is at the same path when it is shown. */
    private static String back(HttpServletRequest request, Texts t) {
        String query = request.getQueryString();
        boolean read = request.getMethod().equals("GET") || request.getMethod().equals("HEAD");
        return t.path(request.getRequestURI()) + (query == null || !read ? "" : "?" + query);
    }
}
