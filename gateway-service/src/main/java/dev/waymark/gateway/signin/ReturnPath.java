package dev.waymark.gateway.signin;

import java.net.URI;
import java.net.URISyntaxException;
import org.jspecify.annotations.Nullable;

/** Where somebody goes back to after signing in: a place on this site, whatever an address was made to say. */
final class ReturnPath {
    private static final String HOME = "/";
    private static final int MOST_CHARACTERS = 2048;

    private ReturnPath() {}

    /**
     * @param wanted path and query as the address has them, decoded once; null when it has none
     * @return the same in ASCII, or the start page when it leads elsewhere: to another host ({@code //host}, and {@code /\host}, which
     *     browsers read alike, also with control characters between, which they skip), or back into signing in
     */
    static String of(@Nullable String wanted) {
        if (wanted == null
                || wanted.length() > MOST_CHARACTERS
                || !wanted.startsWith("/")
                || wanted.startsWith("//")
                || wanted.indexOf('\\') >= 0
                || wanted.chars().anyMatch(Character::isISOControl)) {
            return HOME;
        }
        try {
            URI uri = new URI(wanted);
            boolean local = uri.getScheme() == null && uri.getRawAuthority() == null;
            return local && !isSigning(uri.getPath()) ? uri.toASCIIString() : HOME;
        } catch (URISyntaxException _) {
            return HOME;
        }
    }

    private static boolean isSigning(String path) {
        return path.equals("/signout") || (path + "/").startsWith("/signin/");
    }
}
