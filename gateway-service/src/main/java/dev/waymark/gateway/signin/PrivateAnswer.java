package dev.waymark.gateway.signin;

import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.util.Locale;
import java.util.Set;
import org.springframework.http.HttpHeaders;

/**
 * An answer that is for one person: no cache keeps it, and it has nothing by which a cache could ask for it again, whatever the service
 * says (RFC 9111, sections 5.2.2.5 and 5.2.2.7).
 */
final class PrivateAnswer extends HttpServletResponseWrapper {
    private static final Set<String> OURS =
            Set.of("cache-control", "etag", "last-modified", "expires", "pragma", "age");

    PrivateAnswer(HttpServletResponse response) {
        super(response);
        response.setHeader(HttpHeaders.CACHE_CONTROL, "private, no-store");
    }

    @Override
    public void setHeader(String name, String value) {
        if (!isOurs(name)) {
            super.setHeader(name, value);
        }
    }

    @Override
    public void addHeader(String name, String value) {
        if (!isOurs(name)) {
            super.addHeader(name, value);
        }
    }

    @Override
    public void setDateHeader(String name, long date) {
        if (!isOurs(name)) {
            super.setDateHeader(name, date);
        }
    }

    @Override
    public void addDateHeader(String name, long date) {
        if (!isOurs(name)) {
            super.addDateHeader(name, date);
        }
    }

    private static boolean isOurs(String name) {
        return OURS.contains(name.toLowerCase(Locale.ROOT));
    }
}
