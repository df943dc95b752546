package dev.waymark.identity.accounts;

import dev.waymark.events.Topics;
import dev.waymark.platform.settings.Site;
import java.time.Duration;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.config.TopicBuilder;
import org.springframework.kafka.core.KafkaAdmin;

@Configuration(proxyBeanMethods = false)
class AccountConfiguration {
    private static final int PARTITIONS = 6;

    /** The topics that this service owns; nobody else makes them. */
    @Bean
    KafkaAdmin.NewTopics accountTopics(Site site, @Value("${KAFKA_REPLICATION_FACTOR}") int replicas) {
        NewTopic state = TopicBuilder.name(site.topic(Topics.ACCOUNT_STATE))
                .partitions(PARTITIONS)
                .replicas(replicas)
                .compact()
                .build();
        NewTopic events = TopicBuilder.name(site.topic(Topics.ACCOUNT_EVENTS))
                .partitions(PARTITIONS)
                .replicas(replicas)
                .config(
                        TopicConfig.RETENTION_MS_CONFIG,
                        String.valueOf(Duration.ofDays(30).toMillis()))
                .build();
        return new KafkaAdmin.NewTopics(state, events);
    }
}
