package dev.waymark.gateway;

import dev.waymark.platform.web.StandardProblems;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.hc.client5.http.classic.HttpClient;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.io.entity.InputStreamEntity;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.cloud.gateway.server.mvc.handler.GatewayServerResponse;
import org.springframework.cloud.gateway.server.mvc.handler.ProxyExchange;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * Carries a request to a service and its answer back. In place of Spring Cloud Gateway's own exchange, which reads the rest of an
 * answer that nobody waits for any more, and writes queries and forms anew: here path, query and bodies travel byte for byte, and an
 * answer that is given up closes its connection.
 */
@Component
@ConditionalOnWebApplication
class ServiceExchange implements ProxyExchange {
    /** The attribute with the {@link Route} of a request. */
    static final String ROUTE = Route.class.getName();

    private static final String PENDING = ServiceExchange.class.getName() + ".pending";
    /** Answers that are sent on piece by piece, as they come. */
    private static final Set<String> STREAMS = Set.of("application/x-ndjson", "text/event-stream");

    private static final Pattern STRAY_PERCENT = Pattern.compile("%(?![0-9A-Fa-f]{2})");
    private static final int BUFFER = 16 * 1024;

    private final HttpClient client;

    ServiceExchange(HttpClient client) {
        this.client = client;
    }

    private record Answer(HttpStatusCode getStatusCode, HttpHeaders getHeaders) implements Response {
        @Override
        public HttpStatusCode getStatusCode() {
            return getStatusCode;
        }

        @Override
        public HttpHeaders getHeaders() {
            return getHeaders;
        }
    }

    /** @throws ServiceFailure when no answer comes */
    @Override
    public ServerResponse exchange(Request request) {
        URI uri = request.getUri();
        if (uri == null) {
            throw new IllegalStateException("the route has no address");
        }
        HttpServletRequest incoming = request.getServerRequest().servletRequest();
        HttpHost service = new HttpHost(uri.getScheme(), uri.getHost(), uri.getPort());
        HttpUriRequestBase outgoing =
                new HttpUriRequestBase(request.getMethod().name(), URI.create(service.toURI() + target(incoming)));
        request.getHeaders().forEach((name, values) -> values.forEach(value -> outgoing.addHeader(name, value)));
        incoming.setAttribute(PENDING, outgoing);
        RequestEnd.of(incoming).add(() -> abandon(request.getServerRequest()));
        ClassicHttpResponse answer = send(service, outgoing, incoming);

        HttpHeaders headers = new HttpHeaders();
        answer.headerIterator().forEachRemaining(header -> headers.add(header.getName(), header.getValue()));
        ownRedirect(headers, service.toURI());
        boolean identity = incoming.getAttribute(ROUTE) instanceof Route route
                && route.service().setsCookies();
        if (!identity) {
            headers.remove(HttpHeaders.SET_COOKIE);
        }
        Optional<String> formAction = identity ? FormAction.of(headers) : Optional.empty();
        HttpStatusCode status = HttpStatusCode.valueOf(answer.getCode());
        ServerResponse response = GatewayServerResponse.status(status).build((_, visitor) -> {
            formAction.ifPresent(origin -> SecurityHeaders.allowForms(visitor, origin));
            copy(answer, headers, visitor);
            return null;
        });
        request.getResponseConsumers().forEach(consumer -> consumer.accept(new Answer(status, headers), response));
        return response;
    }

    /** Gives up the answer that a request waits for, at once and without reading it to its end; one that was read is left alone. */
    static void abandon(ServerRequest request) {
        HttpServletRequest incoming = request.servletRequest();
        if (incoming.getAttribute(PENDING) instanceof HttpUriRequestBase outgoing) {
            incoming.removeAttribute(PENDING);
            // Closing the answer instead would read what is left of it.
            outgoing.cancel();
        }
    }

    private ClassicHttpResponse send(HttpHost service, HttpUriRequestBase outgoing, HttpServletRequest incoming) {
        try {
            if (hasBody(incoming)) {
                outgoing.setEntity(
                        new InputStreamEntity(incoming.getInputStream(), incoming.getContentLengthLong(), null));
            }
            return client.executeOpen(service, outgoing, null);
        } catch (BoundedBody.TooLarge _) {
            throw StandardProblems.of(HttpStatus.CONTENT_TOO_LARGE);
        } catch (BoundedBody.ClientGone _) {
            throw StandardProblems.of(HttpStatus.BAD_REQUEST);
        } catch (IOException e) {
            throw new ServiceFailure(e);
        }
    }

    private static boolean hasBody(HttpServletRequest incoming) {
        return incoming.getContentLengthLong() > 0 || incoming.getHeader(HttpHeaders.TRANSFER_ENCODING) != null;
    }

    private static String target(HttpServletRequest incoming) {
        String query = incoming.getQueryString();
        // People type "100%" into addresses; RFC 3986, section 2.4 wants it written "100%25".
        return incoming.getRequestURI()
                + (query == null ? "" : "?" + STRAY_PERCENT.matcher(query).replaceAll("%25"));
    }

    /** A redirect to a service's own address leads nowhere for a visitor. */
    private static void ownRedirect(HttpHeaders headers, String service) {
        String location = headers.getFirst(HttpHeaders.LOCATION);
        if (location != null && location.startsWith(service + "/")) {
            headers.set(HttpHeaders.LOCATION, location.substring(service.length()));
        }
    }

    private static void copy(ClassicHttpResponse answer, HttpHeaders headers, HttpServletResponse outgoing)
            throws IOException {
        if (answer.getEntity() == null) {
            return;
        }
        InputStream in = answer.getEntity().getContent();
        OutputStream out = outgoing.getOutputStream();
        boolean stream = streams(headers.getContentType());
        byte[] buffer = new byte[BUFFER];
        for (int read = read(in, buffer); read >= 0; read = read(in, buffer)) {
            try {
                out.write(buffer, 0, read);
                if (stream) {
                    out.flush();
                }
            } catch (IOException _) {
                // The client has gone: nothing is left to do, and the end of the request closes the connection to the
                // service.
                return;
            }
        }
        // Read to its end: the connection goes back to the pool.
        in.close();
    }

    private static int read(InputStream in, byte[] buffer) {
        try {
            return in.read(buffer);
        } catch (IOException e) {
            // Thrown on, so that the container breaks the connection off: half an answer must not look like a whole
            // one.
            throw new ServiceFailure(e);
        }
    }

    private static boolean streams(@Nullable MediaType type) {
        return type != null && STREAMS.contains(type.getType() + "/" + type.getSubtype());
    }
}
