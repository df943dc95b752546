package dev.waymark.search.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Stands for the services that own the organisations and issue tokens, as far as their contract with a reader goes: a token for the
 * right secret, the stream of states for the token, and a note of what should be published again.
 */
public final class OwnerServer implements AutoCloseable {
    public static final String SECRET = "insecure-test-client-secret";
    private static final String TOKEN = "token-of-the-test";
    private static final JsonMapper json = JsonMapper.builder().build();

    private final HttpServer server;
    /** By the text of the id: the order of its bytes. */
    private final ConcurrentSkipListMap<String, String> states = new ConcurrentSkipListMap<>();

    private final Set<UUID> republished = new HashSet<>();

    public OwnerServer() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/oauth2/token", this::token);
        server.createContext("/internal/organizations/states", this::states);
        server.createContext("/internal/organizations/republish", this::republish);
        server.start();
    }

    public String url() {
        return "http://localhost:" + server.getAddress().getPort();
    }

    public void state(UUID id, long version, String hash, boolean deleted) {
        states.put(
                id.toString(),
                "{\"id\":\"" + id + "\",\"version\":" + version + ",\"hash\":\"" + hash + "\",\"deleted\":" + deleted
                        + "}");
    }

    public void forget(UUID id) {
        states.remove(id.toString());
    }

    /** What was asked for since the last time. */
    public synchronized Set<UUID> takeRepublished() {
        Set<UUID> taken = Set.copyOf(republished);
        republished.clear();
        return taken;
    }

    private void token(HttpExchange exchange) throws IOException {
        String expected = "Basic "
                + Base64.getEncoder().encodeToString(("search-indexer:" + SECRET).getBytes(StandardCharsets.UTF_8));
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        boolean right = expected.equals(exchange.getRequestHeaders().getFirst("Authorization"))
                && body.equals("grant_type=client_credentials&scope=organizations%3Ainternal");
        answer(
                exchange,
                right ? 200 : 401,
                "{\"access_token\":\"" + TOKEN + "\",\"token_type\":\"Bearer\",\"expires_in\":300}");
    }

    private void states(HttpExchange exchange) throws IOException {
        answer(
                exchange,
                allowed(exchange) ? 200 : 401,
                states.values().stream().map(line -> line + "\n").collect(Collectors.joining()));
    }

    private void republish(HttpExchange exchange) throws IOException {
        JsonNode body = json.readTree(exchange.getRequestBody().readAllBytes());
        List<UUID> ids = new ArrayList<>();
        body.path("ids").forEach(id -> ids.add(UUID.fromString(id.asString(""))));
        synchronized (this) {
            republished.addAll(ids);
        }
        answer(exchange, allowed(exchange) ? 202 : 401, "");
    }

    private static boolean allowed(HttpExchange exchange) {
        return ("Bearer " + TOKEN).equals(exchange.getRequestHeaders().getFirst("Authorization"));
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        if (bytes.length > 0) {
            exchange.getResponseBody().write(bytes);
        }
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
