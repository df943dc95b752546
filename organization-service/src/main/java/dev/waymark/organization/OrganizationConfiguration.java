package dev.waymark.organization;

import dev.waymark.events.Topics;
import dev.waymark.platform.security.ServiceSecurity;
import dev.waymark.platform.settings.Site;
import java.time.Duration;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;
import org.springframework.kafka.config.TopicBuilder;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;

@Configuration(proxyBeanMethods = false)
class OrganizationConfiguration {
    private static final int PARTITIONS = 6;

    /** The topics that this service owns; nobody else makes them. */
    @Bean
    KafkaAdmin.NewTopics organizationTopics(Site site, @Value("${KAFKA_REPLICATION_FACTOR}") int replicas) {
        NewTopic state = TopicBuilder.name(site.topic(Topics.ORGANIZATION_STATE))
                .partitions(PARTITIONS)
                .replicas(replicas)
                .compact()
                .build();
        NewTopic events = TopicBuilder.name(site.topic(Topics.ORGANIZATION_EVENTS))
                .partitions(PARTITIONS)
                .replicas(replicas)
                .config(
                        TopicConfig.RETENTION_MS_CONFIG,
                        String.valueOf(Duration.ofDays(30).toMillis()))
                .build();
        return new KafkaAdmin.NewTopics(state, events);
    }

    @Bean
    @ConditionalOnWebApplication
    SecurityFilterChain access(HttpSecurity http) {
        return ServiceSecurity.stateless(http)
                .authorizeHttpRequests(requests -> requests.requestMatchers("/internal/**")
                        .hasAuthority("SCOPE_organizations:internal")
                        .requestMatchers(HttpMethod.GET)
                        .permitAll()
                        .requestMatchers(HttpMethod.HEAD)
                        .permitAll()
                        .requestMatchers("/api/v1/organizations/**")
                        .hasAuthority("SCOPE_organizations:write")
                        .anyRequest()
                        .denyAll())
                .build();
    }
}
