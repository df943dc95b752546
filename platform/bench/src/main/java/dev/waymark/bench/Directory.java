package dev.waymark.bench;

import dev.waymark.stack.CommandResult;
import dev.waymark.stack.Part;
import dev.waymark.stack.Stack;
import java.time.Duration;
import java.util.Map;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The organisation service, asked as a machine client asks it. */
final class Directory {
    /** A token lives for five minutes. */
    private static final Duration RENEW_AFTER = Duration.ofMinutes(2);

    private final Http http;
    private final Stack stack;
    private final String address;
    private String token = "";
    private long tokenFrom;

    Directory(Http http, Stack stack, String address) {
        this.http = http;
        this.stack = stack;
        this.address = address + "/api/v1/organizations/";
    }

    /**
     * A change that is ready to be sent.
     *
     * @param version that the organisation has before
     * @param body the whole new document
     */
    record Edit(String id, long version, String body) {}

    /** When a request was sent and answered, in {@link System#nanoTime}. */
    record Moments(long sent, long answered) {}

    /** Reads an organisation, and prepares to give it another alias in the place of the one from the edit before. */
    Edit edit(String id, String word) throws InterruptedException {
        ObjectNode document =
                (ObjectNode) http.ask("GET", address + id, null, Map.of()).json();
        ArrayNode names = Http.JSON.createArrayNode();
        document.path("names").forEach(name -> {
            if (!Words.isOne(name.path("value").asString(""))) {
                names.add(name);
            }
        });
        names.addObject().put("value", word).putArray("types").add("alias");
        document.set("names", names);
        return new Edit(id, document.path("version").asLong(0), Http.JSON.writeValueAsString(document));
    }

    /** Runs the command that prints a token, when the last one is not good for some minutes; takes seconds. */
    void renewToken() {
        if (!token.isEmpty() && System.nanoTime() - tokenFrom < RENEW_AFTER.toNanos()) {
            return;
        }
        CommandResult result = stack.run(Part.IDENTITY, "token");
        if (result.exit() != 0) {
            throw new BenchmarkException("there is no token: " + result.errors());
        }
        token = result.output().strip();
        tokenFrom = System.nanoTime();
    }

    /** @throws BenchmarkException when it is refused */
    Moments send(Edit edit) throws InterruptedException {
        Map<String, String> headers =
                Map.of("Authorization", "Bearer " + token, "If-Match", "\"" + edit.version() + "\"");
        long sent = System.nanoTime();
        http.ask("PUT", address + edit.id(), edit.body(), headers);
        return new Moments(sent, System.nanoTime());
    }
}
