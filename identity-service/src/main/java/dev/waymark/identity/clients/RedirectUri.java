package dev.waymark.identity.clients;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Set;

/** Where a browser may be sent back to. What is registered is compared character by character (RFC 9700, section 2.1). */
public final class RedirectUri {
    private static final int MOST_CHARACTERS = 2000;
    /** Names of the developer's own machine: what is sent there crosses no network. */
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    private RedirectUri() {}

    /**
     * @param text a URI that somebody typed
     * @return the same
     * @throws IllegalArgumentException when it is none that a browser may be sent to
     */
    static String checked(String text) {
        if (text.length() > MOST_CHARACTERS || !isAllowed(text)) {
            throw new IllegalArgumentException(
                    "A redirect URI is https, or http on localhost, 127.0.0.1 or [::1], with a host, without user and"
                            + " fragment; this is none: " + text);
        }
        return text;
    }

    /** The origin (RFC 6454, section 6.2) of a registered URI, such as {@code https://client.example:8443}. */
    public static String origin(String registered) {
        URI uri = URI.create(registered);
        return uri.getScheme() + "://" + uri.getRawAuthority();
    }

    private static boolean isAllowed(String text) {
        try {
            URI uri = new URI(text);
            String host = uri.getHost();
            boolean secret =
                    "https".equals(uri.getScheme()) || "http".equals(uri.getScheme()) && LOOPBACK.contains(host);
            return secret
                    && host != null
                    && host.equals(host.toLowerCase(Locale.ROOT))
                    && uri.getRawUserInfo() == null
                    && uri.getRawFragment() == null
                    && text.chars().allMatch(c -> c > ' ' && c < 0x7f);
        } catch (URISyntaxException _) {
            return false;
        }
    }
}
