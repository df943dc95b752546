package dev.waymark.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.waymark.events.Topics;
import dev.waymark.testing.EventContract;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a team sees that consumes the events: the messages on the broker, and the sample programs of the catalogue. */
class ConsumersTest {
    private static final Waymark waymark = Waymark.running();
    private static final Path EXAMPLES = Path.of(System.getProperty("waymark.root", ""), "docs", "events", "examples");
    private static final Path PYTHON = Path.of("/usr/bin/python3");

    @TempDir
    private Path folder;

    @Test
    void everyMessageOfALifeIsAsTheContractSays() {
        String id = live("Contract Keeper");

        List<String> types = new ArrayList<>();
        for (String topic : List.of(Topics.ORGANIZATION_STATE, Topics.ORGANIZATION_EVENTS)) {
            int expected = topic.equals(Topics.ORGANIZATION_STATE) ? 4 : 3;
            for (ConsumerRecord<String, String> record : records(topic, id, expected)) {
                Map<String, @Nullable String> headers = new HashMap<>();
                record.headers()
                        .forEach(header -> headers.put(
                                header.key(),
                                header.value() == null ? null : new String(header.value(), StandardCharsets.UTF_8)));
                assertThat(EventContract.complaints(topic, record.key(), headers, record.value()))
                        .as("%s %s", headers, record.value())
                        .isEmpty();
                types.add(headers.get("type") + " " + headers.get("aggregate_version"));
            }
        }
        assertThat(types)
                .containsExactly(
                        "organization.state 1",
                        "organization.state 2",
                        "organization.state 3",
                        "organization.state 3",
                        "organization.created 1",
                        "organization.updated 2",
                        "organization.deleted 3");
    }

    @Test
    void theSampleConsumerInJavaFollowsChangesAndDeletions() throws Exception {
        follow(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                EXAMPLES.resolve("FollowOrganizations.java").toString());
    }

    @Test
    void theSampleConsumerInPythonFollowsChangesAndDeletions() throws Exception {
        boolean installed = Files.isExecutable(PYTHON)
                && new ProcessBuilder(PYTHON.toString(), "-c", "import confluent_kafka")
                                .start()
                                .waitFor()
                        == 0;
        assumeTrue(installed, "the Debian package python3-confluent-kafka is not installed");
        follow(PYTHON.toString(), EXAMPLES.resolve("follow_organizations.py").toString());
    }

    private void follow(String... program) throws IOException {
        String early = live("Early Example");
        Path output = folder.resolve("output");
        List<String> command = new ArrayList<>(List.of(program));
        command.addAll(List.of(
                waymark.setting("KAFKA_BOOTSTRAP_SERVERS"),
                Waymark.topic(Topics.ORGANIZATION_STATE),
                "example-" + UUID.randomUUID()));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            awaitLine(output, early + " 3 ");
            String late = live("Late Example");
            awaitLine(output, late + " 3 ");
            assertThat(Files.readAllLines(output))
                    .filteredOn(line -> line.startsWith(late))
                    .satisfiesExactly(
                            line -> assertThat(line).startsWith(late + " 1 ").contains("Late Example"),
                            line -> assertThat(line).startsWith(late + " 2 ").contains("Late Example, renamed"),
                            line -> assertThat(line).startsWith(late + " 3 "));
        } finally {
            process.destroyForcibly();
        }
    }

    private static void awaitLine(Path output, String beginning) {
        Awaitility.await(beginning)
                .atMost(Duration.ofMinutes(1))
                .until(() -> Files.readAllLines(output).stream().anyMatch(line -> line.startsWith(beginning)));
    }

    /** Creates an organisation, renames and deletes it; returns its id. */
    private static String live(String name) {
        String id = waymark.create(name).get("id").asString();
        String path = "/api/v1/organizations/" + id;
        String renamed = "{\"name\":\"" + name + ", renamed\",\"country\":\"CH\",\"kinds\":[\"facility\"]}";
        assertThat(waymark.write("PUT", path, renamed, "If-Match", "\"1\"").statusCode())
                .isEqualTo(200);
        assertThat(waymark.write("DELETE", path, "", "If-Match", "\"2\"").statusCode())
                .isEqualTo(204);
        return id;
    }

    /** Waits for so many records with this key. */
    private static List<ConsumerRecord<String, String>> records(String topic, String key, int expected) {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers",
                waymark.setting("KAFKA_BOOTSTRAP_SERVERS"),
                "group.id",
                "test-" + UUID.randomUUID(),
                "auto.offset.reset",
                "earliest",
                "isolation.level",
                "read_committed");
        List<ConsumerRecord<String, String>> found = new ArrayList<>();
        StringDeserializer text = new StringDeserializer();
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(settings, text, text)) {
            consumer.subscribe(List.of(Waymark.topic(topic)));
            Awaitility.await(key + " on " + topic).atMost(Duration.ofMinutes(1)).until(() -> {
                consumer.poll(Duration.ofMillis(200)).forEach(record -> {
                    if (key.equals(record.key())) {
                        found.add(record);
                    }
                });
                return found.size() >= expected;
            });
        }
        return found;
    }
}
