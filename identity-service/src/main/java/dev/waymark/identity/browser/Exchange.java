package dev.waymark.identity.browser;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.security.web.csrf.CsrfToken;

/**
 * A request of a browser while it is answered: a parameter of controllers that sign people in.
 *
 * @param csrf of the forms of the page that it may be answered with
 */
public record Exchange(Visitor visitor, HttpServletRequest request, HttpServletResponse response, CsrfToken csrf) {}
