package dev.waymark.search.intake;

import dev.waymark.events.Topics;
import dev.waymark.platform.settings.Site;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.stereotype.Component;

/** Writes records that cannot be read to a topic of this service's own, with the reason and where they came from. */
@Component
class DeadLetters {
    /** The name within the site. */
    static final String TOPIC = Topics.ORGANIZATION_STATE + ".dead-letter";

    static final String REASON = "dead_letter_reason";
    static final String FROM_TOPIC = "dead_letter_topic";
    static final String FROM_PARTITION = "dead_letter_partition";
    static final String FROM_OFFSET = "dead_letter_offset";

    private static final Duration TIMEOUT = Duration.ofSeconds(15);

    private final KafkaTemplate<byte[], byte[]> kafka;
    private final String topic;

    DeadLetters(KafkaTemplate<byte[], byte[]> kafka, Site site) {
        this.kafka = kafka;
        this.topic = site.topic(TOPIC);
    }

    /** @throws DeadLetterException when the broker did not confirm all of them */
    void send(List<Reading.Poison> letters) throws InterruptedException {
        try {
            List<Future<?>> confirmations = new ArrayList<>();
            for (Reading.Poison letter : letters) {
                confirmations.add(kafka.send(letter(letter)));
            }
            for (Future<?> confirmation : confirmations) {
                confirmation.get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (KafkaException | org.springframework.kafka.KafkaException | ExecutionException | TimeoutException e) {
            throw new DeadLetterException(e);
        }
    }

    private ProducerRecord<byte[], byte[]> letter(Reading.Poison letter) {
        ConsumerRecord<byte[], byte[]> record = letter.record();
        ProducerRecord<byte[], byte[]> dead =
                new ProducerRecord<>(topic, null, record.key(), record.value(), record.headers());
        header(dead, REASON, letter.reason());
        header(dead, FROM_TOPIC, record.topic());
        header(dead, FROM_PARTITION, String.valueOf(record.partition()));
        header(dead, FROM_OFFSET, String.valueOf(record.offset()));
        return dead;
    }

    private static void header(ProducerRecord<byte[], byte[]> record, String name, String value) {
        record.headers().remove(name);
        record.headers().add(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
