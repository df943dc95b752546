package dev.waymark.search.intake;

import dev.waymark.events.Topics;
import dev.waymark.platform.settings.Site;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.stereotype.Component;

/** How far the consumer group is on the state topic, as the broker knows it: all copies of the service together. */
@Component
class ConsumeProgress implements AutoCloseable {
    private static final long TIMEOUT_SECONDS = 10;

    private final KafkaAdmin kafka;
    private final String topic;
    private final String group;
    private @Nullable Admin admin;

    ConsumeProgress(KafkaAdmin kafka, Site site) {
        this.kafka = kafka;
        this.topic = site.topic(Topics.ORGANIZATION_STATE);
        this.group = group(site);
    }

    static String group(Site site) {
        return site.consumerGroup("search-indexer");
    }

    /**
     * @return for each partition where the next record will be; nothing when the topic does not exist yet
     * @throws KafkaException when the broker does not answer in time
     */
    Map<TopicPartition, Long> ends() throws InterruptedException {
        List<TopicPartition> partitions = partitions();
        ListOffsetsOptions committed = new ListOffsetsOptions(IsolationLevel.READ_COMMITTED);
        Map<TopicPartition, Long> ends = new HashMap<>();
        offsets(partitions, OffsetSpec.latest(), committed).forEach((partition, offset) -> ends.put(partition, offset));
        // An empty partition has nothing to catch up with, wherever it begins.
        offsets(partitions, OffsetSpec.earliest(), committed).forEach((partition, first) -> {
            if (first.equals(ends.get(partition))) {
                ends.put(partition, 0L);
            }
        });
        return ends;
    }

    private Map<TopicPartition, Long> offsets(
            List<TopicPartition> partitions, OffsetSpec which, ListOffsetsOptions options) throws InterruptedException {
        Map<TopicPartition, OffsetSpec> wanted =
                partitions.stream().collect(Collectors.toMap(partition -> partition, _ -> which));
        return get(admin().listOffsets(wanted, options).all()).entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().offset()));
    }

    private List<TopicPartition> partitions() throws InterruptedException {
        try {
            return get(admin().describeTopics(List.of(topic)).allTopicNames()).values().stream()
                    .flatMap(description -> description.partitions().stream())
                    .map(partition -> new TopicPartition(topic, partition.partition()))
                    .toList();
        } catch (UnknownTopicOrPartitionException _) {
            return List.of();
        }
    }

    /** How many records before these ends the group has not committed. */
    long behind(Map<TopicPartition, Long> ends) throws InterruptedException {
        Map<TopicPartition, OffsetAndMetadata> committed =
                get(admin().listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata());
        return ends.entrySet().stream()
                .mapToLong(end -> {
                    OffsetAndMetadata done = committed.get(end.getKey());
                    return Math.max(0, end.getValue() - (done == null ? 0 : done.offset()));
                })
                .sum();
    }

    private static <T> T get(KafkaFuture<T> future) throws InterruptedException {
        try {
            return future.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof KafkaException reason) {
                throw reason;
            }
            throw new KafkaException(e.getCause());
        } catch (TimeoutException e) {
            throw new KafkaException("Kafka does not answer", e);
        }
    }

    private synchronized Admin admin() {
        if (admin == null) {
            admin = Admin.create(kafka.getConfigurationProperties());
        }
        return admin;
    }

    @Override
    public synchronized void close() {
        if (admin != null) {
            admin.close(java.time.Duration.ofSeconds(1));
        }
    }
}
