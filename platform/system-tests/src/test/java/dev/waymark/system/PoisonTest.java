package dev.waymark.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waymark.stack.Part;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What nobody can read must not stop what everybody waits for. */
class PoisonTest {
    private static final Waymark waymark = Waymark.running();

    @Test
    void aPoisonRecordIsPutAsideWithItsReasonAndItsPartitionGoesOn() throws Exception {
        String key = UUID.randomUUID().toString();
        Map<String, Object> producer = Map.of(
                "bootstrap.servers",
                waymark.setting("KAFKA_BOOTSTRAP_SERVERS"),
                "key.serializer",
                ByteArraySerializer.class,
                "value.serializer",
                ByteArraySerializer.class);
        try (KafkaProducer<byte[], byte[]> kafka = new KafkaProducer<>(producer)) {
            for (int partition = 0; partition < 6; partition++) {
                kafka.send(new ProducerRecord<>(
                                Waymark.topic("organization.state"),
                                partition,
                                key.getBytes(StandardCharsets.UTF_8),
                                "{\"not\":\"an organisation".getBytes(StandardCharsets.UTF_8)))
                        .get(10, TimeUnit.SECONDS);
            }
        }

        for (int number = 0; number < 6; number++) {
            waymark.create("Behind the Poison " + number);
        }

        Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> waymark.hits("behind poison") >= 6);
        assertThat(waymark.command(Part.SEARCH_INDEXER, "dead-letters")).contains(key);
    }
}
