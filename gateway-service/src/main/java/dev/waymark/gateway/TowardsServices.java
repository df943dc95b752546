package dev.waymark.gateway;

import dev.waymark.gateway.signin.SiteCookies;
import dev.waymark.gateway.signin.Visitors;
import dev.waymark.platform.pages.Viewer;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.cloud.gateway.server.mvc.filter.HttpHeadersFilter.RequestHttpHeadersFilter;
import org.springframework.core.Ordered;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.function.ServerRequest;

/**
 * The headers that a service gets: those of the request, without what was meant for the gateway, and with what the gateway knows of
 * the visitor. Services see one origin, the public one, whatever name the visitor called the gateway by.
 */
@Component
@ConditionalOnWebApplication
class TowardsServices implements RequestHttpHeadersFilter, Ordered {
    /**
     * For one connection only (RFC 9110, section 7.6.1), answered by the gateway itself, or written anew: the trace of a request goes
     * on in the gateway's own headers.
     */
    private static final Set<String> KEPT_BACK = Set.of(
            "connection",
            "keep-alive",
            "proxy-connection",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "proxy-authorization",
            "proxy-authenticate",
            "expect",
            "content-length",
            "forwarded",
            "via",
            "x-real-ip",
            "true-client-ip",
            "cf-connecting-ip",
            "traceparent",
            "tracestate",
            "baggage",
            "b3",
            // Cookies are chosen for each service, and who is signed in is the gateway's to say.
            "cookie",
            "waymark-signed-in");

    private final TrustedProxies proxies;
    private final SiteCookies cookies;
    private final URI origin;

    TowardsServices(TrustedProxies proxies, SiteCookies cookies, @Value("${PUBLIC_ORIGIN}") String origin) {
        this.proxies = proxies;
        this.cookies = cookies;
        this.origin = URI.create(origin);
    }

    @Override
    public HttpHeaders apply(HttpHeaders input, ServerRequest request) {
        Set<String> named = new TreeSet<>();
        input.getConnection().forEach(name -> named.add(name.toLowerCase(Locale.ROOT)));
        HttpHeaders output = new HttpHeaders();
        input.forEach((name, values) -> {
            String lower = name.toLowerCase(Locale.ROOT);
            if (!KEPT_BACK.contains(lower) && !named.contains(lower) && !lower.startsWith("x-forwarded-")) {
                output.put(name, values);
            }
        });
        String contentType = request.servletRequest().getHeader(HttpHeaders.CONTENT_TYPE);
        if (contentType != null) {
            // As it came: the headers of a Spring request add a charset to it.
            output.set(HttpHeaders.CONTENT_TYPE, contentType);
        }
        visitor(input, request.servletRequest(), output);
        output.set("X-Forwarded-For", proxies.client(request.servletRequest()));
        output.set("X-Forwarded-Proto", origin.getScheme());
        output.set("X-Forwarded-Host", origin.getAuthority());
        output.set("X-Forwarded-Port", String.valueOf(port()));
        return output;
    }

    /**
     * Cookies go to the one service that sets some. It knows by them who is signed in, and an access token at its endpoints would be
     * taken for the credentials of a client: so the others get the token.
     */
    private void visitor(HttpHeaders input, HttpServletRequest request, HttpHeaders output) {
        boolean identity = request.getAttribute(ServiceExchange.ROUTE) instanceof Route route
                && route.service().setsCookies();
        String kept = identity ? cookies.forIdentity(input.getOrEmpty(HttpHeaders.COOKIE)) : null;
        if (kept != null) {
            output.set(HttpHeaders.COOKIE, kept);
        }
        String token = Visitors.accessToken(request);
        if (token != null) {
            output.set(Viewer.HEADER, "true");
            if (!identity) {
                output.setBearerAuth(token);
            }
        }
    }

    private int port() {
        return origin.getPort() >= 0 ? origin.getPort() : origin.getScheme().equals("https") ? 443 : 80;
    }

    @Override
    public int getOrder() {
        return LOWEST_PRECEDENCE;
    }
}
