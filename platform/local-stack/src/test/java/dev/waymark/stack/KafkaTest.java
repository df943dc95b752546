package dev.waymark.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.waymark.stack.machine.Http;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class KafkaTest {
    @TempDir
    Path folder;

    @Test
    void theBrokerKeepsItsRecordsOverAKillAndConnectOffersDebezium() throws Exception {
        try (Stack stack = Stack.start(folder, Set.of(Part.KAFKA, Part.CONNECT))) {
            String servers = stack.settings().getOrDefault("KAFKA_BOOTSTRAP_SERVERS", "");
            send(servers, "kept");
            JsonNode plugins = JsonMapper.builder()
                    .build()
                    .readTree(Http.get(stack.settings().get("CONNECT_URL") + "/connector-plugins")
                            .body());
            assertThat(plugins.findValuesAsString("class"))
                    .contains("io.debezium.connector.postgresql.PostgresConnector");

            stack.kill(Part.KAFKA);
            stack.awaitReady();

            assertThat(read(servers)).containsExactly("kept");
        }
    }

    private static void send(String servers, String value) throws Exception {
        Map<String, Object> settings = Map.of("bootstrap.servers", servers);
        try (Admin admin = Admin.create(settings)) {
            admin.createTopics(Set.of(new NewTopic("words", 1, (short) 1)))
                    .all()
                    .get(60, TimeUnit.SECONDS);
        }
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>("words", "key", value)).get(60, TimeUnit.SECONDS);
        }
    }

    private static List<String> read(String servers) {
        Properties settings = new Properties();
        settings.put("bootstrap.servers", servers);
        settings.put("enable.auto.commit", "false");
        List<String> values = new ArrayList<>();
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            List<TopicPartition> partitions = List.of(new TopicPartition("words", 0));
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            await().atMost(Duration.ofMinutes(1)).until(() -> {
                consumer.poll(Duration.ofMillis(200)).forEach(record -> values.add(record.value()));
                return !values.isEmpty();
            });
        }
        return values;
    }
}
