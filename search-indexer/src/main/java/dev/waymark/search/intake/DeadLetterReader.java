package dev.waymark.search.intake;

import dev.waymark.platform.settings.Site;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.stereotype.Component;

/** Reads the dead letters that were not replayed yet; how far a replay came is a committed offset. */
@Component
class DeadLetterReader {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final ConsumerFactory<byte[], byte[]> consumers;
    private final String topic;
    private final String group;

    DeadLetterReader(ConsumerFactory<byte[], byte[]> consumers, Site site) {
        this.consumers = consumers;
        this.topic = site.topic(DeadLetters.TOPIC);
        this.group = site.consumerGroup("search-indexer.replay");
    }

    /** What is done with letters, some at a time. */
    @FunctionalInterface
    interface Visitor {
        void visit(List<ConsumerRecord<byte[], byte[]>> letters) throws InterruptedException;
    }

    /**
     * Shows the letters that are there at the moment.
     *
     * @param remember whether they count as replayed afterwards
     */
    void read(boolean remember, Visitor visitor) throws InterruptedException {
        try (Consumer<byte[], byte[]> consumer = consumers.createConsumer(group, "")) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic, TIMEOUT).stream()
                    .map(partition -> new TopicPartition(topic, partition.partition()))
                    .toList();
            consumer.assign(partitions);
            Map<TopicPartition, OffsetAndMetadata> done = consumer.committed(Set.copyOf(partitions), TIMEOUT);
            Map<TopicPartition, Long> first = consumer.beginningOffsets(partitions, TIMEOUT);
            Map<TopicPartition, Long> end = consumer.endOffsets(partitions, TIMEOUT);
            for (TopicPartition partition : partitions) {
                OffsetAndMetadata from = done.get(partition);
                long start = first.getOrDefault(partition, 0L);
                consumer.seek(partition, from == null ? start : Math.max(start, from.offset()));
            }
            while (partitions.stream()
                    .anyMatch(partition -> consumer.position(partition, TIMEOUT) < end.getOrDefault(partition, 0L))) {
                List<ConsumerRecord<byte[], byte[]>> letters = new ArrayList<>();
                for (ConsumerRecord<byte[], byte[]> letter : consumer.poll(Duration.ofMillis(500))) {
                    TopicPartition partition = new TopicPartition(letter.topic(), letter.partition());
                    if (letter.offset() < end.getOrDefault(partition, 0L)) {
                        letters.add(letter);
                    }
                }
                visitor.visit(letters);
            }
            if (remember) {
                consumer.commitSync(
                        end.entrySet().stream()
                                .collect(Collectors.toMap(
                                        Map.Entry::getKey, entry -> new OffsetAndMetadata(entry.getValue()))),
                        TIMEOUT);
            }
        }
    }
}
