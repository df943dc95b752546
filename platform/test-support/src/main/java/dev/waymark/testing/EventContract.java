package dev.waymark.testing;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import dev.waymark.events.EventHeaders;
import dev.waymark.events.Topics;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The published contract of the events, as a judge of messages: producers and consumers are tested against the same schemas. */
public final class EventContract {
    private static final JsonMapper json = JsonMapper.builder().build();
    private static final SchemaRegistry registry = SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_2020_12,
            builder -> builder.schemaRegistryConfig(
                    SchemaRegistryConfig.builder().formatAssertionsEnabled(true).build()));
    private static final Schema headers = schema("headers.v1.json");
    private static final Map<String, Schema> values = Map.of(
            Topics.ORGANIZATION_STATE, schema("organization.state.v1.json"),
            Topics.ORGANIZATION_EVENTS, schema("organization.events.v1.json"),
            Topics.ACCOUNT_STATE, schema("account.state.v1.json"),
            Topics.ACCOUNT_EVENTS, schema("account.events.v1.json"));
    private static final Map<String, Set<String>> types = Map.of(
            Topics.ORGANIZATION_STATE, Set.of("organization.state"),
            Topics.ORGANIZATION_EVENTS, Set.of("organization.created", "organization.updated", "organization.deleted"),
            Topics.ACCOUNT_STATE, Set.of("account.state"),
            Topics.ACCOUNT_EVENTS,
                    Set.of(
                            "account.registered",
                            "account.verified",
                            "account.address_changed",
                            "account.password_changed",
                            "account.password_reset",
                            "account.factor_added",
                            "account.factor_removed",
                            "account.sessions_ended",
                            "account.roles_changed",
                            "account.disabled",
                            "account.enabled",
                            "account.data_requested",
                            "account.deleted"));

    private EventContract() {}

    /**
     * What is wrong with a message.
     *
     * @param topic the topic's name within the site, such as {@code organization.state}
     * @param given all headers; those that are not of the contract do not count
     * @param value JSON, or null in a tombstone
     * @return sentences, none when the message is as the contract says
     */
    public static List<String> complaints(
            String topic, String key, Map<String, @Nullable String> given, @Nullable String value) {
        List<String> complaints = new ArrayList<>();
        add(complaints, "headers", headers.validate(json.valueToTree(given)));
        Schema schema = values.get(topic);
        if (schema == null) {
            complaints.add("the contract has no topic " + topic);
            return complaints;
        }
        if (!Objects.requireNonNull(types.get(topic)).contains(given.get(EventHeaders.TYPE))) {
            complaints.add("type " + given.get(EventHeaders.TYPE) + " is not one of " + types.get(topic));
        }
        if (value != null) {
            add(complaints, "value", schema.validate(value, InputFormat.JSON));
            JsonNode document = json.readTree(value);
            if (!document.path("id").asString("").equals(key)) {
                complaints.add("the key is not the id");
            }
            if (!document.path("version").asString("").equals(given.get(EventHeaders.AGGREGATE_VERSION))) {
                complaints.add("aggregate_version is not the version");
            }
        } else if (!topic.endsWith(".state")) {
            complaints.add("only states have tombstones");
        }
        return complaints;
    }

    /** The examples that the contract gives of a topic's values, as JSON. */
    public static List<String> examples(String topic) {
        return Objects.requireNonNull(values.get(topic)).getSchemaNode().path("examples").values().stream()
                .map(JsonNode::toString)
                .toList();
    }

    private static void add(List<String> complaints, String what, List<Error> errors) {
        errors.forEach(error -> complaints.add(what + ": " + error));
    }

    private static Schema schema(String name) {
        try (InputStream in = EventContract.class.getResourceAsStream("/events/" + name)) {
            return registry.getSchema(Objects.requireNonNull(in, name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
