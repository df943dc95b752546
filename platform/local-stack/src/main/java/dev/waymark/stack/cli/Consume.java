package dev.waymark.stack.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.waymark.stack.StackException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** {@code ./dev consume}: the records of a topic as lines of JSON, without joining any consumer group. */
final class Consume {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration POLL = Duration.ofMillis(500);

    private Consume() {}

    static int run(Map<String, String> settings, List<String> arguments) {
        List<String> names = new ArrayList<>(arguments);
        boolean fromBeginning = names.remove("--from-beginning");
        long max = Long.MAX_VALUE;
        int option = names.indexOf("--max");
        if (option >= 0 && option + 1 < names.size() && names.get(option + 1).matches("[1-9][0-9]{0,9}")) {
            max = Long.parseLong(names.remove(option + 1));
            names.remove(option);
        }
        if (names.size() != 1) {
            System.err.println("Usage: ./dev consume TOPIC [--from-beginning] [--max N]");
            return 2;
        }
        System.setProperty("slf4j.internal.verbosity", "ERROR");
        Properties properties = new Properties();
        properties.put("bootstrap.servers", settings.getOrDefault("KAFKA_BOOTSTRAP_SERVERS", ""));
        properties.put("isolation.level", "read_committed");
        properties.put("enable.auto.commit", "false");
        properties.put("default.api.timeout.ms", "10000");
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(properties, new StringDeserializer(), new StringDeserializer())) {
            List<TopicPartition> partitions = partitions(consumer, names.getFirst(), settings.getOrDefault("SITE", ""));
            consumer.assign(partitions);
            if (fromBeginning) {
                consumer.seekToBeginning(partitions);
            } else {
                consumer.seekToEnd(partitions);
                partitions.forEach(consumer::position);
            }
            print(consumer, max);
        }
        return 0;
    }

    private static List<TopicPartition> partitions(KafkaConsumer<String, String> consumer, String name, String site) {
        var topics = consumer.listTopics();
        for (String topic : List.of(name, site + "." + name)) {
            if (topics.containsKey(topic)) {
                return topics.get(topic).stream()
                        .map(info -> new TopicPartition(info.topic(), info.partition()))
                        .toList();
            }
        }
        throw new StackException("There is no topic '" + name + "'. Topics: "
                + String.join(
                        ", ",
                        topics.keySet().stream()
                                .filter(topic -> topic.startsWith(site + "."))
                                .sorted()
                                .toList()));
    }

    private static void print(KafkaConsumer<String, String> consumer, long max) {
        long printed = 0;
        while (printed < max) {
            for (ConsumerRecord<String, String> record : consumer.poll(POLL)) {
                System.out.println(line(record));
                if (++printed == max) {
                    return;
                }
            }
            if (System.out.checkError()) {
                // Whoever read this has gone, as "head" does.
                return;
            }
        }
    }

    static String line(ConsumerRecord<@Nullable String, @Nullable String> record) {
        ObjectNode line = JSON.createObjectNode();
        line.put("key", record.key());
        ObjectNode headers = line.putObject("headers");
        for (Header header : record.headers()) {
            headers.put(header.key(), header.value() == null ? null : new String(header.value(), UTF_8));
        }
        String value = record.value();
        line.set("value", value == null ? JSON.nullNode() : parsed(value));
        line.put("partition", record.partition());
        line.put("offset", record.offset());
        line.put("timestamp", record.timestamp());
        return line.toString();
    }

    private static JsonNode parsed(String value) {
        try {
            return JSON.readTree(value);
        } catch (JacksonException _) {
            return JSON.getNodeFactory().stringNode(value);
        }
    }
}
