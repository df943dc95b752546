package dev.waymark.identity.browser;

import dev.waymark.identity.keys.DerivedKeys;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.security.web.csrf.CsrfTokenRepository;
import org.springframework.security.web.csrf.DefaultCsrfToken;
import org.springframework.stereotype.Component;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/**
 * Tokens of forms that follow from the browser's cookie and a key of ours (an HMAC-based token, OWASP Cross-Site Request Forgery
 * Prevention): the same in every copy of the service and every tab, and not stored anywhere.
 */
@Component
public class FormTokens implements CsrfTokenRepository {
    /** The name of the field. */
    public static final String FIELD = "_csrf";

    private final Browsers browsers;
    private final Cookies cookies;
    private final DerivedKeys keys;

    FormTokens(Browsers browsers, Cookies cookies, DerivedKeys keys) {
        this.browsers = browsers;
        this.cookies = cookies;
        this.keys = keys;
    }

    @Override
    public CsrfToken generateToken(HttpServletRequest request) {
        if (RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes attributes
                && attributes.getResponse() instanceof HttpServletResponse response) {
            return token(browsers.token(request, response));
        }
        // No form is shown before a controller has the request: a token that no form has.
        return token(Visitor.newToken());
    }

    @Override
    public void saveToken(@Nullable CsrfToken token, HttpServletRequest request, HttpServletResponse response) {}

    @Override
    public @Nullable CsrfToken loadToken(HttpServletRequest request) {
        return cookies.read(request, Cookies.BROWSER).map(this::token).orElse(null);
    }

    private CsrfToken token(String browser) {
        return new DefaultCsrfToken("X-CSRF-TOKEN", FIELD, HexFormat.of().formatHex(keys.mac("form", browser)));
    }
}
