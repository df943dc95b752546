package dev.waymark.identity.signin;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Where a login leads in the end: always to a path of this site. */
public final class Continuation {
    /** One slash and no second, no backslash (which browsers take for one), nothing that would end a header. */
    private static final Pattern LOCAL = Pattern.compile("/(?![/\\\\])[\\x21-\\x5B\\x5D-\\x7E]*");

    private static final int MOST_CHARACTERS = 3000;
    /** The gateway makes its own session, and shows the account then. */
    private static final String ACCOUNT = "/signin?return=/account";

    private Continuation() {}

    /** @return the path itself, or the account's page when it is none of this site */
    static String of(@Nullable String path) {
        return path != null
                        && path.length() <= MOST_CHARACTERS
                        && LOCAL.matcher(path).matches()
                        && isUri(path)
                ? path
                : ACCOUNT;
    }

    private static boolean isUri(String path) {
        try {
            new URI(path);
            return true;
        } catch (URISyntaxException _) {
            return false;
        }
    }

    /** An address that carries the path on. */
    public static String carriedBy(String address, String path) {
        return address + (address.contains("?") ? "&" : "?") + "continue="
                + URLEncoder.encode(path, StandardCharsets.UTF_8);
    }
}
