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
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ConfigurableApplicationContext;

/** What the gateway does for a browser, and a page that signs in with a passkey and nothing else. */
final class BrowserPages implements Filter {
    /** As the gateway sends it. */
    private static final String POLICY =
            "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self';"
                    + " manifest-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'";

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
        response.setHeader("Content-Security-Policy", POLICY);
        if (path.startsWith("/assets/")) {
            asset(path, response);
        } else if (path.equals("/service-worker.js")) {
            write(response, "text/javascript", "");
        } else if (path.equals("/test/options")) {
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

    private static void asset(String path, HttpServletResponse response) throws IOException {
        String name = path.substring("/assets/".length()).replaceFirst("\\.[0-9a-f]+\\.", ".");
        try (InputStream in = BrowserPages.class.getResourceAsStream("/assets/" + name)) {
            String content =
                    new String(Objects.requireNonNull(in, "asset " + name).readAllBytes(), StandardCharsets.UTF_8);
            write(
                    response,
                    name.endsWith(".css") ? "text/css" : name.endsWith(".js") ? "text/javascript" : "image/svg+xml",
                    content);
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
