package dev.waymark.search.meilisearch;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A client of one Meilisearch server. Every call has a timeout, and throws {@link MeilisearchUnavailableException} or
 * {@link MeilisearchRefusedException}. Writes only enqueue a task, which {@link #await} follows to its end.
 */
public final class Meilisearch {
    private static final JsonMapper json = JsonMapper.builder().build();
    private static final Duration READ = Duration.ofSeconds(5);
    private static final Duration WRITE = Duration.ofSeconds(60);
    private static final Duration FIRST_POLL = Duration.ofMillis(5);
    private static final Duration LAST_POLL = Duration.ofMillis(100);
    private static final Duration LONGEST_TASK = Duration.ofMinutes(30);

    private final Exchange exchange;

    /** @param address such as {@code http://localhost:7700} */
    public Meilisearch(String address, String key) {
        this.exchange = new Exchange(address, key);
    }

    /**
     * An index as the engine knows it.
     *
     * @param createdAt goes with the index when it is swapped or renamed, so it tells one from another under the same name
     */
    public record Index(String uid, String createdAt) {}

    public boolean isHealthy() {
        try {
            return exchange.send("GET", "/health", null, Duration.ofSeconds(1))
                    .path("status")
                    .asString("")
                    .equals("available");
        } catch (MeilisearchUnavailableException | MeilisearchRefusedException _) {
            return false;
        }
    }

    public Optional<Index> index(String uid) {
        try {
            return Optional.of(index(exchange.send("GET", "/indexes/" + uid, null, READ)));
        } catch (MeilisearchRefusedException e) {
            if (e.isLoss()) {
                return Optional.empty();
            }
            throw e;
        }
    }

    public List<Index> indexes() {
        List<Index> indexes = new ArrayList<>();
        exchange.send("GET", "/indexes?limit=1000", null, READ)
                .path("results")
                .forEach(node -> indexes.add(index(node)));
        return indexes;
    }

    private static Index index(JsonNode node) {
        return new Index(node.path("uid").asString(""), node.path("createdAt").asString(""));
    }

    /** @return how many documents an index has */
    public long count(String index) {
        return exchange.send("GET", "/indexes/" + index + "/stats", null, READ)
                .path("numberOfDocuments")
                .asLong(0);
    }

    /** Creates an index whose documents are told apart by {@code id}. */
    public long createIndex(String uid) {
        return task("POST", "/indexes", Map.of("uid", uid, "primaryKey", "id"));
    }

    public long deleteIndex(String uid) {
        return task("DELETE", "/indexes/" + uid, null);
    }

    public long settings(String index, Map<String, Object> settings) {
        return task("PATCH", "/indexes/" + index + "/settings", settings);
    }

    /**
     * Lets two indexes change their names in one step. Tasks that are enqueued keep the name they were enqueued with.
     *
     * @param rename true when nothing has the second name yet
     */
    public long swap(String first, String second, boolean rename) {
        return task(
                "POST",
                "/swap-indexes",
                List.of(
                        rename
                                ? Map.of("indexes", List.of(first, second), "rename", true)
                                : Map.of("indexes", List.of(first, second))));
    }

    /**
     * Adds documents, each in the place of the one with its id.
     *
     * @param documents an array in JSON
     */
    public long replaceDocuments(String index, byte[] documents) {
        return enqueue("POST", "/indexes/" + index + "/documents?primaryKey=id", documents);
    }

    public long deleteDocuments(String index, Collection<UUID> ids) {
        return task("POST", "/indexes/" + index + "/documents/delete-batch", ids);
    }

    /** Reads members of documents, in the engine's own order, or those with the ids. */
    public List<JsonNode> documents(
            String index, List<String> fields, @Nullable Collection<UUID> ids, int offset, int limit) {
        Map<String, Object> request = ids == null
                ? Map.of("fields", fields, "offset", offset, "limit", limit)
                : Map.of("fields", fields, "ids", ids, "limit", limit);
        List<JsonNode> documents = new ArrayList<>();
        exchange.send("POST", "/indexes/" + index + "/documents/fetch", json.writeValueAsBytes(request), READ)
                .path("results")
                .forEach(documents::add);
        return documents;
    }

    /** Several searches in one request; the answers are in their order. */
    public List<JsonNode> search(List<Map<String, Object>> queries, Duration timeout) {
        List<JsonNode> answers = new ArrayList<>();
        exchange.send("POST", "/multi-search", json.writeValueAsBytes(Map.of("queries", queries)), timeout)
                .path("results")
                .forEach(answers::add);
        return answers;
    }

    private long task(String method, String path, @Nullable Object body) {
        return enqueue(method, path, body == null ? null : json.writeValueAsBytes(body));
    }

    private long enqueue(String method, String path, byte @Nullable [] body) {
        return exchange.send(method, path, body, WRITE).path("taskUid").asLong(-1);
    }

    /**
     * Waits until a task is done.
     *
     * @throws MeilisearchRefusedException when it failed because of what it says, or is not known any more
     * @throws MeilisearchUnavailableException when the engine failed, or is away
     */
    public void await(long task) throws InterruptedException {
        long end = System.nanoTime() + LONGEST_TASK.toNanos();
        Duration pause = FIRST_POLL;
        while (true) {
            JsonNode answer = exchange.send("GET", "/tasks/" + task, null, READ);
            switch (answer.path("status").asString("")) {
                case "succeeded" -> {
                    return;
                }
                case "failed", "canceled" -> throw failure(answer.path("error"));
                default -> {
                    if (System.nanoTime() > end) {
                        throw new MeilisearchUnavailableException("task " + task + " does not come to an end");
                    }
                    Thread.sleep(pause);
                    pause = pause.multipliedBy(5).dividedBy(4);
                    pause = pause.compareTo(LAST_POLL) > 0 ? LAST_POLL : pause;
                }
            }
        }
    }

    private static RuntimeException failure(JsonNode error) {
        String code = error.path("code").asString("canceled");
        String message = error.path("message").asString("the task was canceled");
        return error.path("type").asString("").equals("invalid_request")
                ? new MeilisearchRefusedException(code, message)
                : new MeilisearchUnavailableException(code + ": " + message);
    }
}
