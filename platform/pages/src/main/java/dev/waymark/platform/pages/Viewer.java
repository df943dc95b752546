package dev.waymark.platform.pages;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/** Who looks at a page, as far as the layout cares. */
public final class Viewer {
    /**
     * {@code true} with the requests of people who are signed in; the gateway alone writes it. It decides what a page shows and never
     * what somebody may do.
     */
    public static final String HEADER = "Waymark-Signed-In";

    private static final String OWN_SIGN_OUT = Viewer.class.getName() + ".signOut";

    private Viewer() {}

    /** Whether the request that this thread answers comes from somebody who is signed in. */
    public static boolean signedIn() {
        return RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes attributes
                && "true".equals(attributes.getRequest().getHeader(HEADER));
    }

    /**
     * Tells the layout that whoever looks is signed in with the service that shows the page, and where he signs out there. It counts only
     * for who is not {@link #signedIn} at the site as a whole, whose way out ends both.
     *
     * @param address of a page that asks first, with its language and query
     */
    public static void signsOutAt(HttpServletRequest request, String address) {
        request.setAttribute(OWN_SIGN_OUT, address);
    }

    /** What {@link #signsOutAt} was told for the request that this thread answers; null when it was told nothing. */
    public static @Nullable String signOut() {
        return RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes attributes
                        && attributes.getRequest().getAttribute(OWN_SIGN_OUT) instanceof String address
                ? address
                : null;
    }

    /** @param path where to come back to afterwards, with its language and query */
    public static String signIn(String path) {
        return "/signin?return=" + URLEncoder.encode(path, StandardCharsets.UTF_8);
    }
}
