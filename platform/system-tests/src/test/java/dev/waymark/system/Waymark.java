package dev.waymark.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waymark.stack.CommandResult;
import dev.waymark.stack.Part;
import dev.waymark.stack.Stack;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The whole of Waymark, running: one stack for all tests of this module, started by the first that asks. */
final class Waymark {
    /** Data, logs and secrets of the stack. */
    static final Path FOLDER = Path.of("target", "stack").toAbsolutePath();

    private static final String SITE = "systemtest";
    private static final JsonMapper json = JsonMapper.builder().build();
    private static Waymark running;

    private final Stack stack;
    private final Collector collector;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .build();
    private String token = "";
    private Instant tokenIssued = Instant.EPOCH;

    private Waymark(Stack stack, Collector collector) {
        this.stack = stack;
        this.collector = collector;
    }

    static synchronized Waymark running() {
        if (running == null) {
            clear(FOLDER);
            Collector collector = Collector.start();
            Map<String, String> settings = Map.of("SITE", SITE, "OTLP_ENDPOINT", collector.address());
            running = new Waymark(Stack.start(FOLDER, EnumSet.allOf(Part.class), settings), collector);
        }
        return running;
    }

    private static void clear(Path folder) {
        if (Files.exists(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                files.sorted(Comparator.reverseOrder())
                        .forEach(file -> file.toFile().delete());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Real data beside the project; empty where there is none. */
    static Optional<Path> data(String name) {
        Path file = Path.of(System.getProperty("waymark.root", ""), "..", "shared", "data", name);
        return Optional.of(file.normalize().toAbsolutePath()).filter(Files::isReadable);
    }

    /** The organisations that ship with the project. */
    static Path samples() {
        return Path.of(
                System.getProperty("waymark.root"),
                "organization-service",
                "src",
                "main",
                "sample",
                "organizations.ndjson");
    }

    Stack stack() {
        return stack;
    }

    Collector collector() {
        return collector;
    }

    String url() {
        return stack.url();
    }

    String setting(String name) {
        return stack.settings().getOrDefault(name, "");
    }

    /** Runs a command of a service, and fails with what it said when it fails. */
    String command(Part service, String... command) {
        CommandResult result = stack.run(service, command);
        assertThat(result.exit())
                .as(() -> String.join(" ", command) + ": " + result.output() + result.errors())
                .isZero();
        return result.output();
    }

    void importAndAwait(Path file) {
        command(Part.ORGANIZATION, "import", file.toString());
        command(Part.SEARCH_INDEXER, "caught-up");
    }

    void assertReconciled() {
        assertThat(command(Part.SEARCH_INDEXER, "reconcile")
                        .strip()
                        .lines()
                        .toList()
                        .getLast())
                .isEqualTo("0 differences");
    }

    HttpResponse<String> get(String path) {
        return send(request(path).GET());
    }

    HttpResponse<String> write(String method, String path, String body, String... headers) {
        HttpRequest.Builder request = request(path)
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .header("Authorization", "Bearer " + token())
                .header("Content-Type", "application/json");
        return send(headers.length == 0 ? request : request.headers(headers));
    }

    /** Creates an organisation in the plainest way. */
    JsonNode create(String name) {
        HttpResponse<String> created = write(
                "POST",
                "/api/v1/organizations",
                "{\"name\":\"" + name + "\",\"country\":\"CH\",\"kinds\":[\"facility\"]}");
        assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
        return json(created);
    }

    HttpRequest.Builder request(String path) {
        URI uri = URI.create(path.startsWith("http") ? path : url() + path);
        return HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(15));
    }

    HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    static JsonNode json(HttpResponse<String> response) {
        return json.readTree(response.body());
    }

    private synchronized String token() {
        if (tokenIssued.isBefore(Instant.now().minusSeconds(200))) {
            tokenIssued = Instant.now();
            token = command(Part.IDENTITY, "token").strip();
        }
        return token;
    }

    /** How many hits search has for a text; -1 when it does not answer. */
    long hits(String query) {
        HttpResponse<String> response = get("/api/v1/search?q=" + query.replace(" ", "%20"));
        return response.statusCode() == 200 ? json(response).get("total").asLong() : -1;
    }

    void awaitSearchable(String query) {
        Awaitility.await(query + " is searchable")
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> hits(query) > 0);
    }

    void awaitConnector(String state) {
        Awaitility.await("connector is " + state)
                .atMost(Duration.ofMinutes(2))
                .until(() -> outboxHealth().contains(state));
    }

    String outboxHealth() {
        HttpResponse<String> health = get("http://localhost:" + setting("ORGANIZATION_PORT") + "/actuator/health");
        return json(health).at("/components/outbox").toString();
    }

    /** One value from a service's database. */
    String sql(String owner, String query, Object... parameters) {
        URI server = URI.create(setting("DATABASE_URL"));
        String[] login = server.getUserInfo().split(":", 2);
        String address = "jdbc:postgresql://" + server.getHost() + ":" + server.getPort() + "/" + SITE + "_" + owner;
        try (Connection connection = DriverManager.getConnection(address, login[0], login[1]);
                PreparedStatement statement = connection.prepareStatement(query)) {
            for (int index = 0; index < parameters.length; index++) {
                statement.setObject(index + 1, parameters[index]);
            }
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next() ? String.valueOf(rows.getString(1)) : "";
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    static String topic(String name) {
        return SITE + "." + name;
    }

    static String index() {
        return SITE + "_organizations";
    }

    static String slot() {
        return SITE + "_organization_outbox";
    }
}
