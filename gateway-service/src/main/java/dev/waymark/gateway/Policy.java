package dev.waymark.gateway;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is counted together: how many requests of one kind a client may send in a minute is a setting of the operator. */
enum Policy {
    SEARCH,
    BULK,
    READ,
    WRITE,
    /** What people look at: limited as well, and without header fields that no browser would read. */
    PAGE;

    /** RFC 9110, section 9.2.1; TRACE is refused in any case. */
    private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS");

    private static final List<String> FOR_PROGRAMS = List.of("/api/", "/oauth2/", "/.well-known/");
    /** Below those, and for browsers all the same. */
    private static final List<String> FOR_BROWSERS =
            List.of("/oauth2/authorize/", "/oauth2/logout/", "/.well-known/change-password/");

    private static final List<String> LONG_ANSWERS = List.of("/api/v1/organizations/export/", "/dumps/");
    /** Made by the gateway from what it has at hand. */
    private static final List<String> FREE = List.of("/assets/", "/livez/", "/readyz/", "/version/", "/actuator/");

    /** @return null for what is not limited */
    static @Nullable Policy of(HttpServletRequest request) {
        // The decoded path: another spelling of it must not be another count.
        String path = request.getServletPath() + "/";
        if (startsWith(path, FREE)) {
            return null;
        }
        if (startsWith(path, LONG_ANSWERS)) {
            return BULK;
        }
        if (startsWith(path, FOR_BROWSERS) || !startsWith(path, FOR_PROGRAMS)) {
            return PAGE;
        }
        if (!SAFE.contains(request.getMethod())) {
            return WRITE;
        }
        return path.startsWith("/api/v1/search/") ? SEARCH : READ;
    }

    private static boolean startsWith(String path, List<String> beginnings) {
        return beginnings.stream().anyMatch(path::startsWith);
    }

    /** The setting with the number of requests in a minute; 0 there means no limit. */
    String setting() {
        return "RATE_LIMIT_" + name();
    }

    /** Its name in header fields, keys and metrics. */
    String title() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether its answers say how the client stands. */
    boolean isTold() {
        return this != PAGE;
    }
}
