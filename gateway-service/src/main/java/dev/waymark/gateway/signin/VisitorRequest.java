package dev.waymark.gateway.signin;

import dev.waymark.platform.pages.Viewer;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A request in which we say whether somebody is signed in, and not whoever sent it. */
final class VisitorRequest extends HttpServletRequestWrapper {
    private final boolean signedIn;

    VisitorRequest(HttpServletRequest request, boolean signedIn) {
        super(request);
        this.signedIn = signedIn;
    }

    @Override
    public @Nullable String getHeader(String name) {
        return isOurs(name) ? signedIn ? "true" : null : super.getHeader(name);
    }

    @Override
    public Enumeration<String> getHeaders(String name) {
        if (!isOurs(name)) {
            return super.getHeaders(name);
        }
        return signedIn ? Collections.enumeration(List.of("true")) : Collections.emptyEnumeration();
    }

    @Override
    public Enumeration<String> getHeaderNames() {
        List<String> names = Collections.list(super.getHeaderNames());
        names.removeIf(VisitorRequest::isOurs);
        if (signedIn) {
            names.add(Viewer.HEADER);
        }
        return Collections.enumeration(names);
    }

    private static boolean isOurs(String name) {
        return name.equalsIgnoreCase(Viewer.HEADER);
    }
}
