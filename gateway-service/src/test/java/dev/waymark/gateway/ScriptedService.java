package dev.waymark.gateway;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** A real HTTP server in the place of a service, which answers as a test says and remembers what it was asked. */
public final class ScriptedService {
    private final String name;
    private final CopyOnWriteArrayList<Asked> asked = new CopyOnWriteArrayList<>();
    private volatile Script script = ScriptedService::greet;
    private @Nullable HttpServer server;
    private int port;

    /** What the service was asked, with header names in lower case. */
    public record Asked(String method, String target, Map<String, List<String>> headers, String body) {
        public @Nullable String header(String header) {
            List<String> values = headers.get(header);
            return values == null ? null : String.join("|", values);
        }
    }

    public interface Script {
        void answer(HttpExchange exchange) throws IOException;
    }

    public ScriptedService(String name) {
        this.name = name;
        start();
    }

    public String url() {
        return "http://localhost:" + port;
    }

    /** Starts again on the same port. */
    public void start() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
            port = server.getAddress().getPort();
            server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            server.createContext("/", this::handle);
            server.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public void stop() {
        if (server != null) {
            server.stop(0);
            server = null;
        }
    }

    /** Forgets all, and answers in the usual way. */
    public void reset() {
        if (server == null) {
            start();
        }
        script = ScriptedService::greet;
        asked.clear();
    }

    public void answers(Script script) {
        this.script = script;
    }

    public void answers(int status, String body, String... headers) {
        answers(exchange -> send(exchange, status, body, headers));
    }

    public List<Asked> asked() {
        return List.copyOf(asked);
    }

    public Asked lastAsked() {
        return asked.getLast();
    }

    public static void send(HttpExchange exchange, int status, String body, String... headers) throws IOException {
        for (int i = 0; i < headers.length; i += 2) {
            exchange.getResponseHeaders().add(headers[i], headers[i + 1]);
        }
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        boolean none = bytes.length == 0 || exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(status, none ? -1 : bytes.length);
        if (!none) {
            exchange.getResponseBody().write(bytes);
        }
    }

    private static void greet(HttpExchange exchange) throws IOException {
        send(exchange, 200, "hello", "Content-Type", "text/plain;charset=UTF-8");
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            Map<String, List<String>> headers = new TreeMap<>();
            exchange.getRequestHeaders()
                    .forEach((header, values) -> headers.put(header.toLowerCase(Locale.ROOT), values));
            asked.add(new Asked(
                    exchange.getRequestMethod(), exchange.getRequestURI().toString(), headers, body));
            exchange.setStreams(new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)), null);
            exchange.getResponseHeaders().set("X-Answered-By", name);
            script.answer(exchange);
        }
    }
}
