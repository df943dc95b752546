package dev.waymark.search.testing;

import dev.waymark.testing.ApiContract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The service itself on real servers, serving on a port of its own. */
public final class IndexerUnderTest implements AutoCloseable {
    private static final JsonMapper json = JsonMapper.builder().build();
    private static final HttpClient http = HttpClient.newHttpClient();

    /** The contract of the search API. */
    public static final ApiContract contract = ApiContract.of("/openapi.json");

    private final String site;
    private final ConfigurableApplicationContext context;

    private IndexerUnderTest(String site, ConfigurableApplicationContext context) {
        this.site = site;
        this.context = context;
    }

    public static String freshSite() {
        return "t" + Long.toString(ThreadLocalRandom.current().nextLong(1L << 40), 36);
    }

    /** Starts in a fresh site. */
    public static IndexerUnderTest start(MeilisearchServer engine) {
        return start(freshSite(), Map.of("SEARCH_URL", engine.url()));
    }

    /** @param settings beside or instead of those that every test has */
    public static IndexerUnderTest start(String site, Map<String, String> settings) {
        Map<String, String> all = new java.util.HashMap<>(Map.of(
                "SITE",
                site,
                "DATABASE_URL",
                TestDatabase.url(),
                "MIGRATE_AT_START",
                "true",
                "SEARCH_URL",
                "",
                "SEARCH_KEY",
                MeilisearchServer.KEY,
                "KAFKA_BOOTSTRAP_SERVERS",
                "localhost:" + Servers.freePort(),
                "SEARCH_INDEXER_PORT",
                "0".equals(settings.get("SEARCH_INDEXER_PORT")) ? "0" : port(),
                "waymark.reconcile.patience",
                "1s",
                "logging.level.root",
                "warn"));
        all.putAll(settings);
        List<String> arguments = new ArrayList<>();
        all.forEach((name, value) -> arguments.add("--" + name + "=" + value));
        try {
            SpringApplication application =
                    new SpringApplication(Class.forName("dev.waymark.search.IndexerApplication"));
            return new IndexerUnderTest(site, application.run(arguments.toArray(String[]::new)));
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String port() {
        return String.valueOf(Servers.freePort());
    }

    public String site() {
        return site;
    }

    public <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    public <T> T bean(String name, Class<T> type) {
        return context.getBean(name, type);
    }

    public URI address(String path) {
        return URI.create("http://localhost:" + context.getEnvironment().getProperty("local.server.port") + path);
    }

    public HttpResponse<String> get(String path) {
        return get(path, "*/*");
    }

    /**
     * What the API answers is held against its contract, whatever the test is about.
     *
     * @param headers further ones, each name followed by its value
     */
    public HttpResponse<String> get(String path, String accept, String... headers) {
        try {
            HttpRequest.Builder request = HttpRequest.newBuilder(address(path))
                    .header("Accept", accept)
                    .timeout(Duration.ofSeconds(20));
            if (headers.length > 0) {
                request.headers(headers);
            }
            HttpResponse<String> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            if (path.startsWith("/api/") && !contract.complaints(answer).isEmpty()) {
                throw new AssertionError(contract.complaints(answer));
            }
            return answer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** @param query the rest of the address, such as {@code &kind=company} */
    public JsonNode search(String text, String query) {
        HttpResponse<String> answer =
                get("/api/v1/search?q=" + URLEncoder.encode(text, StandardCharsets.UTF_8) + query, "application/json");
        if (answer.statusCode() != 200) {
            throw new AssertionError("status " + answer.statusCode() + ": " + answer.body());
        }
        return json.readTree(answer.body());
    }

    /** The names of the hits, in their order. */
    public List<String> names(String text) {
        return search(text, "")
                .path("hits")
                .valueStream()
                .map(hit -> hit.path("name").asString(""))
                .toList();
    }

    @Override
    public void close() {
        context.close();
    }
}
