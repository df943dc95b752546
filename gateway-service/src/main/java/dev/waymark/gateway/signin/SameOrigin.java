package dev.waymark.gateway.signin;

import dev.waymark.platform.pages.ErrorAnswers;
import dev.waymark.platform.web.Problem;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Refuses what another site makes a browser do here in somebody's name. What changes something and has a cookie that speaks for
 * somebody must come from a page of this very origin: so the browser says in {@code Sec-Fetch-Site} (W3C Fetch Metadata), which no
 * script can write, or where it does not send that, as over plain HTTP, in {@code Origin} (RFC 6454, section 7). {@code none} passes as
 * well: it is said when no page is behind a request but the person at the browser alone, as when sending a form again after a restart,
 * and no site can cause it. Neighbouring hosts ({@code same-site}) are other people's. Without such a cookie there is no name to
 * misuse, so programs with tokens never get here.
 */
@Component
@ConditionalOnWebApplication
@Order(Ordered.HIGHEST_PRECEDENCE + 35)
class SameOrigin extends OncePerRequestFilter {
    private static final String FETCH_SITE = "Sec-Fetch-Site";

    /**
     * Other sites may send people here by a form as well (OpenID Connect Core 1.0, section 3.1.2.1; RP-Initiated Logout 1.0, section 2).
     * Both only redirect to what the same request as a GET would be, which any site can cause.
     */
    private static final Set<String> FOR_EVERY_SITE = Set.of("/oauth2/authorize", "/oauth2/logout");

    private final SiteCookies cookies;
    private final ErrorAnswers answers;
    private final String origin;

    SameOrigin(SiteCookies cookies, ErrorAnswers answers, @Value("${PUBLIC_ORIGIN}") String origin) {
        this.cookies = cookies;
        this.answers = answers;
        this.origin = origin.strip();
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (Visitors.SAFE.contains(request.getMethod())
                || isForEverySite(request)
                || !cookies.speakForSomebody(request)
                || isFromHere(request)) {
            chain.doFilter(request, response);
            return;
        }
        answers.answer(refusal(), request.getRequestURI(), request.getHeader(HttpHeaders.ACCEPT))
                .writeTo(response);
    }

    private static boolean isForEverySite(HttpServletRequest request) {
        return request.getMethod().equals("POST") && FOR_EVERY_SITE.contains(request.getRequestURI());
    }

    private boolean isFromHere(HttpServletRequest request) {
        List<String> sites = Collections.list(request.getHeaders(FETCH_SITE));
        if (!sites.isEmpty()) {
            return sites.equals(List.of("same-origin")) || sites.equals(List.of("none"));
        }
        return Collections.list(request.getHeaders(HttpHeaders.ORIGIN)).equals(List.of(origin));
    }

    private static Problem refusal() {
        return new Problem(
                HttpStatus.FORBIDDEN,
                "cross_origin",
                "This was sent from a page of another site. Please open this site and do it there.");
    }
}
