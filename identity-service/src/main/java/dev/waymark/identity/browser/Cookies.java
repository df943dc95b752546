package dev.waymark.identity.browser;

import dev.waymark.platform.settings.Site;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;
import org.springframework.stereotype.Component;

/**
 * The service's own cookies: for no script, sent to no other origin, and where the site has TLS, set by no other host
 * ({@code __Host-}, RFC 6265bis, section 4.1.3.2). Their values are random tokens of ours and nothing else.
 */
@Component
public class Cookies {
    /** What the browser is known by, also without a session: forms, codes and trust are bound to it. */
    static final String BROWSER = "browser";
    /** The session of who is signed in. */
    public static final String LOGIN = "login";

    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9_-]{43}");

    private final String prefix;
    private final boolean secure;

    Cookies(Site site, @Value("${PUBLIC_ORIGIN}") String origin) {
        this.secure = origin.startsWith("https:");
        this.prefix = (secure ? "__Host-" : "") + site.name() + "_";
    }

    /** @return empty also when the value is none of ours */
    public Optional<String> read(HttpServletRequest request, String name) {
        Cookie[] cookies = request.getCookies();
        return cookies == null
                ? Optional.empty()
                : Arrays.stream(cookies)
                        .filter(cookie -> cookie.getName().equals(prefix + name)
                                && TOKEN.matcher(cookie.getValue()).matches())
                        .map(Cookie::getValue)
                        .findFirst();
    }

    public void set(HttpServletResponse response, String name, String token, Duration life) {
        response.addHeader(
                HttpHeaders.SET_COOKIE,
                ResponseCookie.from(prefix + name, token)
                        .path("/")
                        .httpOnly(true)
                        .secure(secure)
                        .sameSite("Lax")
                        .maxAge(life)
                        .build()
                        .toString());
    }

    public void remove(HttpServletResponse response, String name) {
        set(response, name, "", Duration.ZERO);
    }
}
