package dev.waymark.gateway.signin;

import dev.waymark.platform.settings.Site;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;
import org.springframework.stereotype.Component;

/**
 * The cookies of the site: the gateway's own, which no service gets to see, and those of identity-service. They are for no script, and
 * where the site has TLS they are set by no other host ({@code __Host-}, RFC 6265bis, section 4.1.3.2).
 */
@Component
@ConditionalOnWebApplication
public class SiteCookies {
    /** Who is signed in. */
    static final String SESSION = "session";

    /** A login under way; the beginning of its state follows. */
    static final String LOGIN_UNDER_WAY = "signin_";

    private static final List<String> OF_IDENTITY = List.of("login", "browser");

    private final String prefix;
    private final boolean secure;

    SiteCookies(Site site, @Value("${PUBLIC_ORIGIN}") String origin) {
        this.secure = origin.startsWith("https:");
        this.prefix = (secure ? "__Host-" : "") + site.name() + "_";
    }

    /** Whether the request has such a cookie, whatever its value. */
    boolean has(HttpServletRequest request, String name) {
        return all(request).anyMatch(cookie -> cookie.getName().equals(prefix + name));
    }

    /** @return empty also when the value is none of ours */
    Optional<BrowserToken> read(HttpServletRequest request, String name) {
        return all(request)
                .filter(cookie -> cookie.getName().equals(prefix + name))
                .flatMap(cookie -> BrowserToken.of(cookie.getValue()).stream())
                .findFirst();
    }

    /** The names of the request's cookies that begin so, without what all names of the site begin with. */
    List<String> beginningWith(HttpServletRequest request, String beginning) {
        return all(request)
                .map(Cookie::getName)
                .filter(name -> name.startsWith(prefix + beginning))
                .map(name -> name.substring(prefix.length()))
                .toList();
    }

    /** Whether a browser says with this request who is signed in, here or at identity-service. */
    boolean speakForSomebody(HttpServletRequest request) {
        return Stream.concat(Stream.of(SESSION), OF_IDENTITY.stream()).anyMatch(name -> has(request, name));
    }

    void set(HttpServletResponse response, String name, BrowserToken token, Duration life) {
        add(response, name, token.value(), life);
    }

    void remove(HttpServletResponse response, String name) {
        add(response, name, "", Duration.ZERO);
    }

    private void add(HttpServletResponse response, String name, String value, Duration life) {
        response.addHeader(
                HttpHeaders.SET_COOKIE,
                ResponseCookie.from(prefix + name, value)
                        .path("/")
                        .httpOnly(true)
                        .secure(secure)
                        .sameSite("Lax")
                        .maxAge(life)
                        .build()
                        .toString());
    }

    /**
     * What identity-service gets of a header {@code Cookie}: all but the gateway's own. The other services set no cookies, so they get
     * none.
     *
     * @param headers the values of the header as they came
     * @return null when nothing is left
     */
    public @Nullable String forIdentity(List<String> headers) {
        String left = headers.stream()
                .flatMap(header -> Arrays.stream(header.split(";")))
                .map(String::strip)
                .filter(pair -> !pair.isEmpty() && !isOurs(pair.split("=", 2)[0].strip()))
                .collect(Collectors.joining("; "));
        return left.isEmpty() ? null : left;
    }

    private boolean isOurs(String name) {
        return name.equals(prefix + SESSION) || name.startsWith(prefix + LOGIN_UNDER_WAY);
    }

    private static Stream<Cookie> all(HttpServletRequest request) {
        Cookie[] cookies = request.getCookies();
        return cookies == null ? Stream.empty() : Arrays.stream(cookies);
    }
}
