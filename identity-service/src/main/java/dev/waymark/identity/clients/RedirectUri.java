package dev.waymark.identity.clients;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Where a browser may be sent back to. What is registered is compared character by character (RFC 9700, section 2.1). */
public final class RedirectUri {
    private static final int MOST_CHARACTERS = 2000;
    /** Names of the developer's own machine: what is sent there crosses no network. */
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1");

    private static final Map<String, Integer> DEFAULT_PORTS = Map.of("https", 443, "http", 80);

    private RedirectUri() {}

    /**
     * @param text a URI that somebody typed
     * @return the same
     * @throws IllegalArgumentException when it is none that a browser may be sent to
     */
    static String checked(String text) {
        if (text.length() > MOST_CHARACTERS || !isAllowed(text)) {
            throw new IllegalArgumentException(
                    "A redirect URI is https, or http on localhost or 127.0.0.1, with a host in lower-case letters, not an"
                            + " IPv6 address, without user, fragment and a port that goes without saying; this is none: "
                            + text);
        }
        return text;
    }

    /** The origin (RFC 6454, section 6.2) of a registered URI, such as {@code https://client.example:8443}. */
    public static String origin(String registered) {
        URI uri = URI.create(registered);
        return uri.getScheme() + "://" + uri.getRawAuthority();
    }

    /** As browsers write it in an origin (RFC 6454, section 6.2): not at all when it is the scheme's own. */
    private static String port(URI uri) {
        int port = uri.getPort();
        return port < 0 || port == DEFAULT_PORTS.getOrDefault(uri.getScheme(), 0) ? "" : ":" + port;
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
                    // Content-Security-Policy, which lets a form lead there, has no IPv6 addresses (CSP 3, section
                    // 2.3.1).
                    && !host.startsWith("[")
                    && (host + port(uri)).equals(uri.getRawAuthority())
                    && uri.getRawFragment() == null
                    && text.chars().allMatch(c -> c > ' ' && c < 0x7f);
        } catch (URISyntaxException _) {
            return false;
        }
    }
}
