package dev.waymark.events;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The contract that is published, as files in {@code docs/events}. */
class ContractTest {
    private static final Path DOCS = Path.of("../../docs/events");
    private static final Path RELEASED = DOCS.resolve("released");
    private static final SchemaRegistry registry = SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_2020_12,
            builder -> builder.schemaRegistryConfig(
                    SchemaRegistryConfig.builder().formatAssertionsEnabled(true).build()));

    static Stream<String> schemas() throws IOException {
        try (Stream<Path> files = Files.list(DOCS.resolve("schemas"))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("schemas")
    void aSchemaIsOneAndItsExamplesAreAsItSays(String name) {
        JsonNode schema = json(DOCS.resolve("schemas").resolve(name));

        assertThat(registry.getSchema(SchemaLocation.of(SpecificationVersion.DRAFT_2020_12.getDialectId()))
                        .validate(schema))
                .isEmpty();
        assertThat(schema.path("examples")).isNotEmpty();
        for (JsonNode example : schema.path("examples")) {
            assertThat(registry.getSchema(schema).validate(example)).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("schemas")
    void nothingBreaksAReaderOfTheLastRelease(String name) {
        Path released = RELEASED.resolve(name);
        if (Files.exists(released)) {
            assertThat(BreakingChanges.ofSchema(
                            json(released), json(DOCS.resolve("schemas").resolve(name))))
                    .as("a change that breaks readers needs a new schema version, beside this one")
                    .isEmpty();
        }
    }

    @Test
    void noTopicSchemaOrMessageOfTheLastReleaseIsGone() throws IOException {
        assertThat(BreakingChanges.ofTopics(
                        json(RELEASED.resolve("asyncapi.json")), json(DOCS.resolve("asyncapi.json"))))
                .isEmpty();
        try (Stream<Path> released = Files.list(RELEASED)) {
            assertThat(released.map(file -> file.getFileName().toString())
                            .filter(name -> !name.equals("asyncapi.json")))
                    .isSubsetOf(schemas().toList());
        }
    }

    @Test
    void theTopicsOfTheDocumentAreThoseOfTheCode() {
        Set<String> documented = new TreeSet<>();
        json(DOCS.resolve("asyncapi.json"))
                .path("channels")
                .forEach(channel -> documented.add(channel.path("address").asString("")));

        assertThat(documented)
                .containsExactlyInAnyOrder(
                        "{site}." + Topics.ORGANIZATION_STATE,
                        "{site}." + Topics.ORGANIZATION_EVENTS,
                        "{site}." + Topics.ACCOUNT_STATE,
                        "{site}." + Topics.ACCOUNT_EVENTS);
    }

    @Test
    void everyReferenceOfTheDocumentLeadsSomewhere() {
        Path document = DOCS.resolve("asyncapi.json");
        JsonNode asyncapi = json(document);
        List<JsonNode> references = asyncapi.findValues("$ref");

        assertThat(references).hasSizeGreaterThan(10);
        for (JsonNode reference : references) {
            String target = reference.asString("");
            if (target.startsWith("#")) {
                assertThat(asyncapi.at(target.substring(1)).isMissingNode())
                        .as(target)
                        .isFalse();
            } else {
                assertThat(DOCS.resolve(target)).isReadable();
            }
        }
    }

    @Test
    void everyExampleOfTheDocumentIsAsItsSchemaSays() {
        json(DOCS.resolve("asyncapi.json")).path("components").path("messages").forEach(message -> {
            for (JsonNode example : message.path("examples")) {
                for (String part : List.of("headers", "payload")) {
                    JsonNode schema = message.get(part);
                    JsonNode resolved = schema.has("$ref")
                            ? json(DOCS.resolve(schema.get("$ref").asString("")))
                            : schema;
                    assertThat(registry.getSchema(resolved).validate(example.get(part)))
                            .as(message.path("title") + " " + part)
                            .isEmpty();
                }
            }
        });
    }

    @Test
    void theRecordsOfTheCodeHaveTheMembersOfTheSchemas() {
        JsonNode state = json(DOCS.resolve("schemas/organization.state.v1.json"));
        haveTheMembersOf(state, OrganizationState.class);
        haveTheMembersOf(json(DOCS.resolve("schemas/organization.events.v1.json")), OrganizationChanged.class);
        haveTheMembersOf(json(DOCS.resolve("schemas/account.state.v1.json")), AccountState.class);
        haveTheMembersOf(json(DOCS.resolve("schemas/account.events.v1.json")), AccountChanged.class);
        Map<String, Class<? extends Record>> parts = Map.of(
                "Name", OrganizationState.Name.class,
                "Place", OrganizationState.Place.class,
                "Link", OrganizationState.Link.class,
                "Identifier", OrganizationState.Identifier.class,
                "Relationship", OrganizationState.Relationship.class);
        assertThat(state.path("$defs").propertyNames()).containsExactlyInAnyOrderElementsOf(parts.keySet());
        parts.forEach((name, type) -> haveTheMembersOf(state.path("$defs").path(name), type));
    }

    /** The same names; and what the record says may be null is what the schema does not require. */
    private static void haveTheMembersOf(JsonNode schema, Class<? extends Record> type) {
        Set<String> always = Arrays.stream(type.getRecordComponents())
                .filter(component -> !component.getAnnotatedType().isAnnotationPresent(Nullable.class))
                .map(component -> component.getName())
                .collect(Collectors.toSet());
        Set<String> required = new TreeSet<>();
        schema.path("required").forEach(name -> required.add(name.asString("")));

        assertThat(schema.path("properties").propertyNames())
                .as(type.getSimpleName())
                .containsExactlyInAnyOrder(Arrays.stream(type.getRecordComponents())
                        .map(component -> component.getName())
                        .toArray(String[]::new));
        assertThat(required).as(type.getSimpleName()).isEqualTo(new TreeSet<>(always));
    }

    private static JsonNode json(Path file) {
        try {
            return JsonMapper.shared().readTree(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
