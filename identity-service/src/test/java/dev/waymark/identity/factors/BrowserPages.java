package dev.waymark.identity.factors;

import dev.waymark.identity.browser.Browsers;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ConfigurableApplicationContext;

/** A page that signs in with a passkey and nothing else. */
final class BrowserPages implements Filter {
    private static final String SIGN_IN = """
            <!DOCTYPE html><html lang="en"><head><title>Sign in</title><link rel="icon" href="data:,"><script type="module" src="/assets/passkeys.0.js"></script></head>
            <body><form><input name="email" autocomplete="username webauthn"></form>
            <form id="passkey" method="post" action="/test/sign-in" hidden data-passkey="get" data-options="/test/options" %s
              data-cancelled="Cancelled." data-failed="Failed." data-unsupported="Unsupported.">
            <input type="hidden" name="_csrf" value="x"><input type="hidden" name="credential">
            <p role="alert"></p><button type="submit">Sign in with a passkey</button></form></body></html>
            """;

    @Nullable
    ConfigurableApplicationContext context;

    @Override
    public void doFilter(ServletRequest asked, ServletResponse answer, FilterChain chain)
            throws IOException, ServletException {
        HttpServletRequest request = (HttpServletRequest) asked;
        HttpServletResponse response = (HttpServletResponse) answer;
        String path = request.getRequestURI();
        if (path.equals("/test/options")) {
            write(
                    response,
                    "application/json",
                    passkeys().requestOptions(browsers().of(request, response), null));
        } else if (path.equals("/test/sign-in") && request.getMethod().equals("POST")) {
            String credential = String.valueOf(request.getParameter("credential"));
            String who = passkeys()
                    .verify(browsers().of(request, response), credential, null)
                    .map(Object::toString)
                    .orElse("nobody");
            write(
                    response,
                    "text/html",
                    "<!DOCTYPE html><html lang=\"en\"><title>Signed in</title><link rel=\"icon\" href=\"data:,\"><p id=\"who\">"
                            + who);
        } else if (path.equals("/test/sign-in")) {
            browsers().of(request, response);
            boolean conditional = request.getQueryString() != null;
            write(response, "text/html", SIGN_IN.formatted(conditional ? "data-conditional" : ""));
        } else {
            chain.doFilter(request, response);
        }
    }

    private static void write(HttpServletResponse response, String type, String content) throws IOException {
        response.setContentType(type + ";charset=UTF-8");
        response.getWriter().write(content);
    }

    private Passkeys passkeys() {
        return Objects.requireNonNull(context).getBean(Passkeys.class);
    }

    private Browsers browsers() {
        return Objects.requireNonNull(context).getBean(Browsers.class);
    }
}
