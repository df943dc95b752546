package dev.waymark.platform.pages;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/** Who looks at a page, as far as the layout cares. */
public final class Viewer {
    /**
     * {@code true} with the requests of people who are signed in; the gateway alone writes it. It decides what a page shows and never
     * what somebody may do.
     */
    public static final String HEADER = "Waymark-Signed-In";

    private Viewer() {}

    /** Whether the request that this thread answers comes from somebody who is signed in. */
    public static boolean signedIn() {
        return RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes attributes
                && "true".equals(attributes.getRequest().getHeader(HEADER));
    }

    /** @param path where to come back to afterwards, with its language and query */
    public static String signIn(String path) {
        return "/signin?return=" + URLEncoder.encode(path, StandardCharsets.UTF_8);
    }
}
