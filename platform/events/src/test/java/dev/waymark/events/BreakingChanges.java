package dev.waymark.events;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What in a new contract would break a program that was written for the old one. A reader relies on what a schema promises: members
 * that are always there, types, lists of values, limits. A new contract may promise more, and never less.
 */
final class BreakingChanges {
    private static final List<String> AS_IT_WAS = List.of("const", "pattern", "format");
    private static final List<String> NOT_SMALLER = List.of("minimum", "minLength", "minItems");
    private static final List<String> NOT_GREATER = List.of("maximum", "maxLength", "maxItems");

    private final JsonNode oldRoot;
    private final JsonNode newRoot;
    private final List<String> found = new ArrayList<>();

    private BreakingChanges(JsonNode oldRoot, JsonNode newRoot) {
        this.oldRoot = oldRoot;
        this.newRoot = newRoot;
    }

    /** Compares two JSON Schemas of a message; references within them are followed. */
    static List<String> ofSchema(JsonNode released, JsonNode now) {
        BreakingChanges changes = new BreakingChanges(released, now);
        changes.schema("", released, now);
        return changes.found;
    }

    /** Compares two AsyncAPI documents: topics, what is on them, how they are divided and kept. */
    static List<String> ofTopics(JsonNode released, JsonNode now) {
        BreakingChanges changes = new BreakingChanges(released, now);
        released.path("channels").propertyStream().forEach(channel -> {
            String at = "channel " + channel.getKey();
            JsonNode after = now.path("channels").path(channel.getKey());
            changes.same(at + " address", channel.getValue().path("address"), after.path("address"));
            changes.contains(
                    at + " message",
                    channel.getValue().path("messages").propertyNames(),
                    after.path("messages").propertyNames());
            JsonNode kafka = channel.getValue().path("bindings").path("kafka");
            JsonNode kafkaAfter = after.path("bindings").path("kafka");
            changes.same(at + " partitions", kafka.path("partitions"), kafkaAfter.path("partitions"));
            changes.same(
                    at + " cleanup.policy",
                    kafka.path("topicConfiguration").path("cleanup.policy"),
                    kafkaAfter.path("topicConfiguration").path("cleanup.policy"));
            changes.notSmaller(
                    at + " retention.ms",
                    kafka.path("topicConfiguration").get("retention.ms"),
                    kafkaAfter.path("topicConfiguration").get("retention.ms"));
        });
        return changes.found;
    }

    private void schema(String at, JsonNode releasedOrReference, JsonNode nowOrReference) {
        JsonNode released = resolved(oldRoot, releasedOrReference);
        JsonNode now = resolved(newRoot, nowOrReference);
        types(at, released.path("type"), now.path("type"));
        AS_IT_WAS.stream()
                .filter(released::has)
                .forEach(rule -> same(at + " " + rule, released.path(rule), now.path(rule)));
        NOT_SMALLER.forEach(rule -> notSmaller(at + " " + rule, released.get(rule), now.get(rule)));
        NOT_GREATER.forEach(rule -> notSmaller(at + " " + rule, now.get(rule), released.get(rule), released.has(rule)));
        values(at, released, now);
        contains(at + " required", texts(released.path("required")), texts(now.path("required")));
        released.path("properties").propertyStream().forEach(member -> {
            String name = at + "/" + member.getKey();
            JsonNode after = now.path("properties").path(member.getKey());
            if (after.isMissingNode()) {
                found.add(name + " is gone");
            } else {
                schema(name, member.getValue(), after);
            }
        });
        if (released.has("items")) {
            schema(at + "[]", released.get("items"), now.path("items"));
        }
    }

    private void types(String at, JsonNode released, JsonNode now) {
        if (!released.isMissingNode()
                && (now.isMissingNode() || !texts(released).containsAll(texts(now)))) {
            found.add(at + " has another type: " + now);
        }
    }

    private void values(String at, JsonNode released, JsonNode now) {
        boolean extensible = released.path("x-extensible").asBoolean(false);
        if (released.has("enum")
                && (!now.has("enum")
                        || !extensible && !texts(released.get("enum")).containsAll(texts(now.get("enum"))))) {
            found.add(at + " has other values: " + now.path("enum"));
        }
    }

    private void same(String what, JsonNode released, JsonNode now) {
        if (!released.equals(now)) {
            found.add(what + " was " + released + " and is " + now);
        }
    }

    private void contains(String what, java.util.Collection<String> released, java.util.Collection<String> now) {
        released.stream()
                .filter(name -> !now.contains(name))
                .forEach(name -> found.add(what + ": " + name + " is gone"));
    }

    private void notSmaller(String what, @Nullable JsonNode released, @Nullable JsonNode now) {
        notSmaller(what, released, now, released != null);
    }

    private void notSmaller(String what, @Nullable JsonNode least, @Nullable JsonNode value, boolean promised) {
        if (promised && (least == null || value == null || value.asDouble() < least.asDouble())) {
            found.add(what + " is looser than it was");
        }
    }

    private static Set<String> texts(JsonNode node) {
        Set<String> texts = new HashSet<>();
        if (node.isArray()) {
            node.forEach(text -> texts.add(text.asString("")));
        } else if (!node.isMissingNode()) {
            texts.add(node.asString(""));
        }
        return texts;
    }

    private static JsonNode resolved(JsonNode root, JsonNode node) {
        return node.has("$ref") ? root.at(node.get("$ref").asString("").substring(1)) : node;
    }
}
