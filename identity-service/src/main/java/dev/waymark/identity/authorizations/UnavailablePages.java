package dev.waymark.identity.authorizations;

import dev.waymark.platform.web.StandardProblems;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.transaction.TransactionException;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;

/**
 * People who are sent here get a page when the database is away, although the address is one of the protocol; and the client is not
 * told, because nothing says any more where it is.
 */
@ControllerAdvice(assignableTypes = {AuthorizationEndpoint.class, LogoutEndpoint.class})
@Order(Ordered.HIGHEST_PRECEDENCE)
class UnavailablePages {
    private final ProviderPages pages;

    UnavailablePages(ProviderPages pages) {
        this.pages = pages;
    }

    @ExceptionHandler({DataAccessException.class, TransactionException.class})
    ResponseEntity<String> unavailable(RuntimeException failure, HttpServletRequest request) {
        if (StandardProblems.of(failure).status() != HttpStatus.SERVICE_UNAVAILABLE) {
            throw failure;
        }
        return pages.say(
                HttpStatus.SERVICE_UNAVAILABLE,
                AuthorizationRequests.language(Optional.ofNullable(request.getParameter("ui_locales"))),
                "authorize.unavailable");
    }
}
