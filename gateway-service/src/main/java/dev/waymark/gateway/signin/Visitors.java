package dev.waymark.gateway.signin;

import dev.waymark.platform.cache.CacheCalls;
import dev.waymark.platform.pages.ErrorAnswers;
import dev.waymark.platform.web.Problem;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Looks who is signed in with a request that has the session's cookie, before it goes to a service. A request that brings an
 * {@code Authorization} of its own stays as it is: it says itself whom it is from. When the session is over, or that cannot be told just
 * now, reading goes on as for anybody; what changes something is not passed on, because done as nobody it would be something else. A
 * session of which nothing can be told stays.
 */
@Component
@ConditionalOnWebApplication
@Order(Ordered.HIGHEST_PRECEDENCE + 40)
public class Visitors extends OncePerRequestFilter {
    /** RFC 9110, section 9.2.1; TRACE is refused in any case. */
    static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS");

    private static final String ACCESS_TOKEN = Visitors.class.getName() + ".token";
    private static final String ASSETS = "/assets/";
    /** Made by the gateway, the same for everybody; signing in and out look for themselves. */
    private static final List<String> FOR_ANYBODY = List.of(
            ASSETS,
            "/livez/",
            "/readyz/",
            "/version/",
            "/actuator/",
            "/offline/",
            "/de/offline/",
            "/service-worker.js/",
            "/signin/",
            "/signout/");

    private final SiteCookies cookies;
    private final Visits visits;
    private final ErrorAnswers answers;

    Visitors(SiteCookies cookies, Visits visits, ErrorAnswers answers) {
        this.cookies = cookies;
        this.visits = visits;
        this.answers = answers;
    }

    /** The token with which a service gets this request; null when nobody is signed in, or the request has one of its own. */
    public static @Nullable String accessToken(HttpServletRequest request) {
        return request.getAttribute(ACCESS_TOKEN) instanceof String token ? token : null;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        // The decoded path: what the controllers are found by.
        String path = request.getServletPath() + "/";
        if (!cookies.has(request, SiteCookies.SESSION) || path.startsWith(ASSETS)) {
            chain.doFilter(new VisitorRequest(request, false), response);
            return;
        }
        HttpServletResponse answer = new PrivateAnswer(response);
        if (request.getHeader(HttpHeaders.AUTHORIZATION) != null
                || FOR_ANYBODY.stream().anyMatch(path::startsWith)) {
            chain.doFilter(new VisitorRequest(request, false), answer);
            return;
        }
        boolean reads = SAFE.contains(request.getMethod());
        switch (visit(request)) {
            case Visit.SignedIn visitor -> {
                request.setAttribute(ACCESS_TOKEN, visitor.accessToken());
                chain.doFilter(new VisitorRequest(request, true), answer);
            }
            case Visit.Over _ -> {
                cookies.remove(answer, SiteCookies.SESSION);
                if (reads) {
                    chain.doFilter(new VisitorRequest(request, false), answer);
                } else {
                    // RFC 9110, section 15.5.2: what else would be taken.
                    answer.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
                    refuse(over(), request, answer);
                }
            }
            case Visit.Unknown _ when reads -> chain.doFilter(new VisitorRequest(request, false), answer);
            case Visit.Unknown _ -> refuse(away(), request, answer);
        }
    }

    private void refuse(Problem problem, HttpServletRequest request, HttpServletResponse answer) throws IOException {
        answers.answer(problem, request.getRequestURI(), request.getHeader(HttpHeaders.ACCEPT))
                .writeTo(answer);
    }

    private Visit visit(HttpServletRequest request) {
        return cookies.read(request, SiteCookies.SESSION).map(visits::of).orElseGet(Visit.Over::new);
    }

    private static Problem over() {
        return new Problem(
                HttpStatus.UNAUTHORIZED, "session_over", "You were signed out. Please sign in and send it once more.");
    }

    /** What everybody gets who has to wait until sessions can be told again. */
    static Problem away() {
        return new Problem(
                        HttpStatus.SERVICE_UNAVAILABLE,
                        "sign_in_unavailable",
                        "We cannot tell who is signed in just now. Please try again in a moment.")
                .retryAfter(CacheCalls.REST);
    }
}
