import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Follows the state of every organisation: java -cp 'kafka-clients.jar:slf4j-api.jar' FollowOrganizations.java BROKERS TOPIC GROUP. */
class FollowOrganizations {
    static final Map<String, Long> versions = new HashMap<>();

    public static void main(String[] arguments) {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers", arguments[0], "group.id", arguments[2], "auto.offset.reset", "earliest",
                "enable.auto.commit", "false", "isolation.level", "read_committed");
        try (var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            consumer.subscribe(List.of(arguments[1]));
            while (true) {
                for (var record : consumer.poll(Duration.ofSeconds(1))) {
                    try {
                        take(record);
                    } catch (RuntimeException e) { // one that cannot be read does not stop the others
                        System.err.println(record.partition() + "@" + record.offset() + " is put aside: " + e);
                    }
                }
                consumer.commitSync(); // after the batch took effect, never before
            }
        }
    }

    /** A newer version wins; what is older, or the same again, changes nothing. A deletion keeps its version as a marker. */
    static void take(ConsumerRecord<String, String> record) {
        long version = Long.parseLong(new String(record.headers().lastHeader("aggregate_version").value()));
        if (version > versions.getOrDefault(record.key(), 0L)) {
            versions.put(record.key(), version);
            System.out.println(record.key() + " " + version + " " + record.value()); // null: gone
        }
    }
}
