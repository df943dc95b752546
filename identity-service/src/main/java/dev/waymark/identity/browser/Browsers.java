package dev.waymark.identity.browser;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.Objects;
import org.springframework.http.HttpHeaders;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.stereotype.Component;

/** Tells browsers apart by a cookie that each gets with the first form it is shown. */
@Component
public class Browsers {
    /** RFC 6265bis, section 5.5: browsers keep nothing longer. */
    private static final Duration LIFE = Duration.ofDays(400);

    private static final String TOKEN = Browsers.class.getName() + ".token";
    private static final int MOST_USER_AGENT = 200;

    private final Cookies cookies;

    Browsers(Cookies cookies) {
        this.cookies = cookies;
    }

    /** The browser of a request; one that has no cookie yet gets one with the answer. */
    public Visitor of(HttpServletRequest request, HttpServletResponse response) {
        return new Visitor(address(request), userAgent(request), Visitor.digest(token(request, response)));
    }

    /** The same with the request itself, of a page that has forms. */
    public Exchange exchange(HttpServletRequest request, HttpServletResponse response) {
        CsrfToken csrf = (CsrfToken) Objects.requireNonNull(request.getAttribute(CsrfToken.class.getName()));
        return new Exchange(of(request, response), request, response, csrf);
    }

    /** The cookie's value: a secret between this browser and us. */
    String token(HttpServletRequest request, HttpServletResponse response) {
        if (request.getAttribute(TOKEN) instanceof String known) {
            return known;
        }
        String token = cookies.read(request, Cookies.BROWSER).orElseGet(() -> {
            String made = Visitor.newToken();
            cookies.set(response, Cookies.BROWSER, made, LIFE);
            return made;
        });
        request.setAttribute(TOKEN, token);
        return token;
    }

    /** As the gateway writes it, which believes nobody else; without a gateway who is connected. */
    private static String address(HttpServletRequest request) {
        String forwarded = request.getHeader("X-Forwarded-For");
        return forwarded == null || forwarded.isBlank() ? request.getRemoteAddr() : forwarded.strip();
    }

    private static String userAgent(HttpServletRequest request) {
        String agent = request.getHeader(HttpHeaders.USER_AGENT);
        if (agent == null) {
            return "";
        }
        String readable = agent.replaceAll("\\p{Cntrl}", " ").strip();
        return readable.substring(0, Math.min(MOST_USER_AGENT, readable.length()));
    }
}
