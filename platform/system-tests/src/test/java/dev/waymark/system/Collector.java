package dev.waymark.system;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.zip.GZIPInputStream;

/** Receives what the services tell a collector of telemetry by OTLP over HTTP, and keeps the spans. */
final class Collector {
    private final HttpServer server;
    private final Queue<Span> spans = new ConcurrentLinkedQueue<>();

    /**
     * A span of a service.
     *
     * @param parent empty for the first span of a trace
     * @param links the spans that it links to
     */
    record Span(String service, String name, String trace, String id, String parent, List<String> links) {}

    private Collector(HttpServer server) {
        this.server = server;
    }

    static Collector start() {
        try {
            Collector collector =
                    new Collector(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
            collector.server.setExecutor(Executors.newSingleThreadExecutor(
                    Thread.ofPlatform().daemon().factory()));
            collector.server.createContext("/v1/traces", collector::receive);
            collector.server.start();
            return collector;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String address() {
        return "http://localhost:" + server.getAddress().getPort();
    }

    List<Span> ofTrace(String trace) {
        return spans.stream().filter(span -> span.trace().equals(trace)).toList();
    }

    private void receive(HttpExchange exchange) throws IOException {
        try (exchange) {
            boolean zipped = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
            try (InputStream body =
                    zipped ? new GZIPInputStream(exchange.getRequestBody()) : exchange.getRequestBody()) {
                spans.addAll(spans(ExportTraceServiceRequest.parseFrom(body).getResourceSpansList()));
            }
            exchange.sendResponseHeaders(200, -1);
        }
    }

    private static Collection<Span> spans(List<ResourceSpans> resources) {
        HexFormat hex = HexFormat.of();
        Collection<Span> found = new ArrayList<>();
        for (ResourceSpans resource : resources) {
            String service = resource.getResource().getAttributesList().stream()
                    .filter(attribute -> attribute.getKey().equals("service.name"))
                    .map(KeyValue::getValue)
                    .map(value -> value.getStringValue())
                    .findFirst()
                    .orElse("");
            resource.getScopeSpansList().stream()
                    .flatMap(scope -> scope.getSpansList().stream())
                    .map(span -> new Span(
                            service,
                            span.getName(),
                            hex.formatHex(span.getTraceId().toByteArray()),
                            hex.formatHex(span.getSpanId().toByteArray()),
                            hex.formatHex(span.getParentSpanId().toByteArray()),
                            span.getLinksList().stream()
                                    .map(link -> hex.formatHex(link.getSpanId().toByteArray()))
                                    .toList()))
                    .forEach(found::add);
        }
        return found;
    }
}
