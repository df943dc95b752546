package dev.waymark.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;

/** Meilisearch, asked directly: the baseline, and the witness of what is searchable. */
final class Engine {
    private static final Duration POLL = Duration.ofMillis(2);
    private static final Duration LONGEST = Duration.ofSeconds(30);
    private static final Duration LONGEST_BULK = Duration.ofMinutes(15);

    private final Http http;
    private final String address;
    private final Map<String, String> headers;
    private final String live;

    /** @param live uid of the index that Waymark keeps */
    Engine(Http http, String address, String key, String live) {
        this.http = http;
        this.address = address;
        this.headers = Map.of("Authorization", "Bearer " + key);
        this.live = live;
    }

    String live() {
        return live;
    }

    private JsonNode ask(String method, String path, Object body) throws InterruptedException {
        String text = body instanceof String string ? string : Http.JSON.writeValueAsString(body);
        return http.ask(method, address + path, text, headers).json();
    }

    private JsonNode get(String path) throws InterruptedException {
        return http.ask("GET", address + path, null, headers).json();
    }

    String version() throws InterruptedException {
        return get("/version").path("pkgVersion").asString("unknown");
    }

    boolean hasIndex(String index) throws InterruptedException {
        return http.send("GET", address + "/indexes/" + index, null, headers).status() == 200;
    }

    long count(String index) throws InterruptedException {
        return get("/indexes/" + index + "/stats").path("numberOfDocuments").asLong(0);
    }

    JsonNode document(String id) throws InterruptedException {
        return get("/indexes/" + live + "/documents/" + id);
    }

    /** All documents of a part of the live index, or some of their members. */
    JsonNode page(List<String> fields, int offset, int limit) throws InterruptedException {
        Map<String, Object> request = new HashMap<>(Map.of("offset", offset, "limit", limit));
        if (!fields.isEmpty()) {
            request.put("fields", fields);
        }
        return ask("POST", "/indexes/" + live + "/documents/fetch", request).path("results");
    }

    List<String> ids() throws InterruptedException {
        List<String> ids = new ArrayList<>();
        long count = count(live);
        while (ids.size() < count) {
            JsonNode page = page(List.of("id"), ids.size(), 5000);
            if (page.isEmpty()) {
                break;
            }
            page.forEach(node -> ids.add(node.path("id").asString("")));
        }
        return ids;
    }

    /** The versions that searches find now. */
    Map<String, Long> versions(Collection<String> ids) throws InterruptedException {
        Map<String, Long> versions = new HashMap<>();
        ask(
                        "POST",
                        "/indexes/" + live + "/documents/fetch",
                        Map.of("ids", ids, "fields", List.of("id", "version"), "limit", ids.size()))
                .path("results")
                .forEach(node -> versions.put(
                        node.path("id").asString(""), node.path("version").asLong(0)));
        return versions;
    }

    /**
     * Asks for a document's version and hash until they are as they should be; what this read sees is what a search sees.
     *
     * @return when it was seen, in {@link System#nanoTime}
     */
    long awaitSeen(String id, Predicate<JsonNode> right) throws InterruptedException {
        String path = "/indexes/" + live + "/documents/" + id + "?fields=version,hash";
        long end = System.nanoTime() + LONGEST.toNanos();
        while (!right.test(get(path))) {
            if (System.nanoTime() > end) {
                throw new BenchmarkException("organisation " + id + " did not become searchable in " + LONGEST);
            }
            Thread.sleep(POLL);
        }
        return System.nanoTime();
    }

    /** Waits until no task is waiting or under way. */
    void awaitIdle() throws InterruptedException {
        long end = System.nanoTime() + LONGEST.toNanos();
        while (!get("/tasks?statuses=enqueued,processing&limit=1")
                .path("results")
                .isEmpty()) {
            if (System.nanoTime() > end) {
                throw new BenchmarkException("Meilisearch does not come to rest");
            }
            Thread.sleep(POLL);
        }
    }

    /** @return ids of the documents that a search for a word finds */
    List<String> search(String word) throws InterruptedException {
        List<String> ids = new ArrayList<>();
        ask(
                        "POST",
                        "/indexes/" + live + "/search",
                        Map.of("q", word, "limit", 5, "attributesToRetrieve", List.of("id")))
                .path("hits")
                .forEach(hit -> ids.add(hit.path("id").asString("")));
        return ids;
    }

    Http.Answer multiSearch(String body) throws InterruptedException {
        return http.ask("POST", address + "/multi-search", body, headers);
    }

    /** Creates an index with the settings of the live one. */
    void createLikeLive(String index) throws InterruptedException {
        JsonNode settings = get("/indexes/" + live + "/settings");
        await(ask("POST", "/indexes", Map.of("uid", index, "primaryKey", "id")));
        await(ask("PATCH", "/indexes/" + index + "/settings", settings));
    }

    void delete(String index) throws InterruptedException {
        await(http.ask("DELETE", address + "/indexes/" + index, null, headers).json());
    }

    /**
     * @param documents a JSON array
     * @return the task
     */
    JsonNode replaceDocuments(String index, String documents) throws InterruptedException {
        return ask("POST", "/indexes/" + index + "/documents?primaryKey=id", documents);
    }

    /** Waits until a task is done. */
    void await(JsonNode task) throws InterruptedException {
        long uid = task.path("taskUid").asLong(-1);
        long end = System.nanoTime() + LONGEST_BULK.toNanos();
        while (true) {
            JsonNode now = get("/tasks/" + uid);
            switch (now.path("status").asString("")) {
                case "succeeded" -> {
                    return;
                }
                case "failed", "canceled" -> throw new BenchmarkException("Meilisearch failed: " + now);
                default -> {
                    if (System.nanoTime() > end) {
                        throw new BenchmarkException("Meilisearch did not finish its task " + uid);
                    }
                    Thread.sleep(Duration.ofMillis(5));
                }
            }
        }
    }
}
