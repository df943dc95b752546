package dev.waymark.stack;

import dev.waymark.stack.machine.KeyFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code stack.json}: what the supervisor tells everybody who asks. */
public final class StateFile {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private StateFile() {}

    /**
     * @param supervisor the process that keeps the stack running
     * @param url the gateway's origin
     */
    public record Content(long supervisor, String url, List<PartStatus> parts) {}

    public static void write(Path file, Content content) {
        ObjectNode root = JSON.createObjectNode();
        root.put("supervisor", content.supervisor());
        root.put("url", content.url());
        ArrayNode parts = root.putArray("parts");
        for (PartStatus status : content.parts()) {
            ObjectNode node = parts.addObject();
            node.put("name", status.part().label());
            node.put("state", status.state().name());
            node.put("pid", status.pid());
            node.put("port", status.port());
            node.put("starts", status.starts());
            node.put("failures", status.failures());
            node.put("startMillis", status.startTime().toMillis());
            node.put("message", status.message());
        }
        KeyFile.replace(file, root.toPrettyString() + "\n");
    }

    /** Empty when there is none or it cannot be read. */
    public static Optional<Content> read(Path file) {
        try {
            JsonNode root = JSON.readTree(Files.readString(file));
            List<PartStatus> parts = new ArrayList<>();
            for (JsonNode node : root.path("parts")) {
                Part.named(node.path("name").asString("")).ifPresent(part -> parts.add(status(part, node)));
            }
            return Optional.of(new Content(
                    root.path("supervisor").asLong(0), root.path("url").asString(""), parts));
        } catch (IOException | JacksonException | IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static PartStatus status(Part part, JsonNode node) {
        return new PartStatus(
                part,
                PartStatus.State.valueOf(node.path("state").asString("")),
                node.path("pid").asLong(0),
                node.path("port").asInt(0),
                node.path("starts").asInt(0),
                node.path("failures").asInt(0),
                Duration.ofMillis(node.path("startMillis").asLong(0)),
                node.path("message").asString(""));
    }
}
