package dev.waymark.search.intake;

import dev.waymark.platform.settings.Site;
import java.time.Duration;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.config.TopicBuilder;

@Configuration(proxyBeanMethods = false)
class IntakeConfiguration {
    private static final Duration KEPT = Duration.ofDays(90);

    /** The topic that this service owns. One partition: letters are few, and are read in the order in which they were written. */
    @Bean
    NewTopic deadLetterTopic(Site site, @Value("${KAFKA_REPLICATION_FACTOR}") int replicas) {
        return TopicBuilder.name(site.topic(DeadLetters.TOPIC))
                .partitions(1)
                .replicas(replicas)
                .config(TopicConfig.RETENTION_MS_CONFIG, String.valueOf(KEPT.toMillis()))
                .build();
    }
}
