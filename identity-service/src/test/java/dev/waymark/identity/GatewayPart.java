package dev.waymark.identity;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/** What the gateway adds to the pages of the service: the files that they refer to, and the policy that browsers keep. */
public final class GatewayPart implements Filter {
    private static final String POLICY =
            "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self';"
                    + " manifest-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'";

    @Override
    public void doFilter(ServletRequest request, ServletResponse answer, FilterChain chain)
            throws IOException, ServletException {
        HttpServletResponse response = (HttpServletResponse) answer;
        String path = ((HttpServletRequest) request).getRequestURI();
        response.setHeader("Content-Security-Policy", POLICY);
        if (path.startsWith("/assets/")) {
            asset(path, response);
        } else if (path.equals("/service-worker.js")) {
            response.setContentType("text/javascript");
        } else {
            chain.doFilter(request, response);
        }
    }

    /** The very bytes: pages say what their digest is, and browsers take no others. */
    private static void asset(String path, HttpServletResponse response) throws IOException {
        String name = path.substring("/assets/".length()).replaceFirst("\\.[0-9a-f]+\\.", ".");
        response.setContentType(
                name.endsWith(".css") ? "text/css" : name.endsWith(".js") ? "text/javascript" : "image/svg+xml");
        try (InputStream in = GatewayPart.class.getResourceAsStream("/assets/" + name)) {
            Objects.requireNonNull(in, "asset " + name).transferTo(response.getOutputStream());
        }
    }
}
