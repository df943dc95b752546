package dev.waymark.search.testing;

import dev.waymark.events.Topics;
import dev.waymark.platform.settings.Site;
import dev.waymark.stack.Part;
import dev.waymark.stack.Stack;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Assumptions;

/** A Kafka broker of a test's own. */
public final class KafkaServer implements AutoCloseable {
    private final Path folder = Servers.folder("kafka");
    private final Stack stack = Stack.start(folder, Set.of(Part.KAFKA));

    /** Starts a broker, or skips the test where its jars are not laid out yet. */
    public static KafkaServer start() {
        Path jars = Path.of(System.getProperty("waymark.root", ".."), "platform", "kafka-runtime", "target", "kafka");
        Assumptions.assumeTrue(Files.isDirectory(jars), jars + " is missing: the phase package makes it");
        return new KafkaServer();
    }

    public String address() {
        return Objects.requireNonNull(stack.settings().get("KAFKA_BOOTSTRAP_SERVERS"));
    }

    public void stop() {
        stack.stop(Part.KAFKA);
    }

    public void resume() {
        stack.start(Part.KAFKA);
        stack.awaitReady();
    }

    /** Makes the state topic of a site, as its owner would. */
    public void makeStateTopic(String site) throws ExecutionException, InterruptedException {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", address()))) {
            admin.createTopics(Set.of(new NewTopic(new Site(site).topic(Topics.ORGANIZATION_STATE), 3, (short) 1)))
                    .all()
                    .get();
        }
    }

    /** Puts records on a site's state topic. */
    public void send(String site, List<ConsumerRecord<byte[], byte[]>> records)
            throws ExecutionException, InterruptedException {
        String topic = new Site(site).topic(Topics.ORGANIZATION_STATE);
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", address()), new ByteArraySerializer(), new ByteArraySerializer())) {
            for (ConsumerRecord<byte[], byte[]> record : records) {
                producer.send(new ProducerRecord<>(topic, null, record.key(), record.value(), record.headers()))
                        .get();
            }
        }
    }

    @Override
    public void close() {
        stack.close();
        Servers.delete(folder);
    }
}
