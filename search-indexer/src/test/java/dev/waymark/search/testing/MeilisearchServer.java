package dev.waymark.search.testing;

import dev.waymark.search.meilisearch.Meilisearch;
import dev.waymark.stack.Part;
import dev.waymark.stack.PartStatus;
import dev.waymark.stack.Stack;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Assumptions;

/** A Meilisearch process of a test's own, which can be stopped, frozen and robbed of its data. */
public final class MeilisearchServer implements AutoCloseable {
    public static final String KEY = "insecure-test-search-key";

    private final Path folder = Servers.folder("meilisearch");
    private final Stack stack;
    private final Meilisearch client;

    private MeilisearchServer() {
        this.stack = Stack.start(folder, Set.of(Part.MEILISEARCH), Map.of("SEARCH_KEY", KEY));
        this.client = new Meilisearch(url(), KEY);
    }

    /** Starts a server, or skips the test where the program cannot be had. */
    public static MeilisearchServer start() {
        MeilisearchServer server = new MeilisearchServer();
        PartStatus status = server.stack.status(Part.MEILISEARCH);
        if (status.state() == PartStatus.State.UNAVAILABLE) {
            server.close();
        }
        Assumptions.assumeFalse(status.state() == PartStatus.State.UNAVAILABLE, status.message());
        return server;
    }

    public String url() {
        return Objects.requireNonNull(stack.settings().get("SEARCH_URL"));
    }

    public Meilisearch client() {
        return client;
    }

    public void stop() {
        stack.stop(Part.MEILISEARCH);
    }

    /** Starts it again after {@link #stop()}; returns when it answers. */
    public void resume() {
        stack.start(Part.MEILISEARCH);
        stack.awaitReady();
    }

    /** Lets it hold its connections and answer nothing. */
    public void freeze() {
        stack.signal(Part.MEILISEARCH, "STOP");
    }

    public void thaw() {
        stack.signal(Part.MEILISEARCH, "CONT");
    }

    public void deleteData() {
        Servers.delete(folder.resolve("data").resolve("meilisearch"));
    }

    @Override
    public void close() {
        stack.close();
        Servers.delete(folder);
    }
}
