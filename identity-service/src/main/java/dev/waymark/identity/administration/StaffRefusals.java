package dev.waymark.identity.administration;

import dev.waymark.identity.browser.PrivatePages;
import dev.waymark.platform.pages.Page;
import dev.waymark.platform.pages.Texts;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import java.util.Objects;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;

/** Shows members of the staff without a second factor the way to one. */
@ControllerAdvice
@Order(Ordered.HIGHEST_PRECEDENCE)
class StaffRefusals {
    private final PrivatePages pages;

    StaffRefusals(PrivatePages pages) {
        this.pages = pages;
    }

    @ExceptionHandler
    ResponseEntity<String> factorNeeded(StaffAccess.FactorNeeded needed, HttpServletRequest request) {
        CsrfToken token = (CsrfToken) Objects.requireNonNull(request.getAttribute(CsrfToken.class.getName()));
        return pages.show(
                HttpStatus.FORBIDDEN,
                Page.of(Texts.current().get("admin.factor.title")).at("/admin"),
                "admin/factor.jte",
                token,
                Map.of());
    }
}
