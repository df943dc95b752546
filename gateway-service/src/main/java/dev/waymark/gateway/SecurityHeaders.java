package dev.waymark.gateway;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/** What browsers are told with every answer of the site, whoever makes it. The services send none of these. */
@Component
@ConditionalOnWebApplication
@Order(Ordered.HIGHEST_PRECEDENCE + 10)
class SecurityHeaders extends OncePerRequestFilter {
    private static final String POLICY_FIELD = "Content-Security-Policy";
    private static final String FORM_ACTION = "form-action 'self'";
    private static final String POLICY = String.join(
            "; ",
            "default-src 'none'",
            "style-src 'self'",
            "script-src 'self'",
            "img-src 'self' data:",
            "font-src 'self'",
            "connect-src 'self'",
            "manifest-src 'self'",
            "worker-src 'self'",
            FORM_ACTION,
            "base-uri 'none'",
            "frame-ancestors 'none'");

    private final Map<String, String> headers = new LinkedHashMap<>();

    SecurityHeaders(@Value("${PUBLIC_ORIGIN}") String origin) {
        headers.put(POLICY_FIELD, POLICY);
        headers.put("X-Content-Type-Options", "nosniff");
        headers.put("Referrer-Policy", "strict-origin-when-cross-origin");
        headers.put(
                "Permissions-Policy",
                String.join(
                        ", ",
                        "camera=()",
                        "geolocation=(self)",
                        "microphone=()",
                        "payment=()",
                        "publickey-credentials-create=(self)",
                        "publickey-credentials-get=(self)",
                        "usb=()"));
        headers.put("Cross-Origin-Opener-Policy", "same-origin");
        headers.put("Cross-Origin-Resource-Policy", "same-origin");
        if (origin.startsWith("https:")) {
            headers.put("Strict-Transport-Security", "max-age=31536000; includeSubDomains");
        }
    }

    Map<String, String> all() {
        return Map.copyOf(headers);
    }

    /** Lets forms of this one answer lead to another origin as well. */
    static void allowForms(HttpServletResponse response, String origin) {
        response.setHeader(POLICY_FIELD, POLICY.replace(FORM_ACTION, FORM_ACTION + " " + origin));
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        headers.forEach(response::setHeader);
        chain.doFilter(request, response);
    }

    /** Also what the container refuses before any filter, and then has answered by the error page. */
    @Override
    protected boolean shouldNotFilterErrorDispatch() {
        return false;
    }
}
