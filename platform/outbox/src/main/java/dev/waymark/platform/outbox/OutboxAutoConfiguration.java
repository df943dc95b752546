package dev.waymark.platform.outbox;

import dev.waymark.platform.command.ConditionalOnServing;
import dev.waymark.platform.settings.Site;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import org.apache.kafka.clients.admin.NewTopic;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.jdbc.autoconfigure.JdbcClientAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.DependsOn;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.kafka.config.TopicBuilder;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The outbox of the service that owns {@code waymark.database}, and what carries it to Kafka. */
@AutoConfiguration(after = {FlywayAutoConfiguration.class, JdbcClientAutoConfiguration.class})
@ConditionalOnProperty("waymark.database")
class OutboxAutoConfiguration {
    @Bean
    Outbox outbox(JdbcTemplate jdbc) {
        return new Outbox(jdbc);
    }

    @Bean
    @DependsOn("flywayInitializer")
    OutboxSlot outboxSlot(
            Site site, Environment environment, JdbcClient jdbc, PlatformTransactionManager transactions) {
        OutboxSlot slot = new OutboxSlot(
                site.slot(environment.getRequiredProperty("waymark.database")),
                jdbc,
                new TransactionTemplate(transactions));
        slot.createFirst();
        return slot;
    }

    @Bean
    OutboxConnector outboxConnector(Site site, Environment environment) {
        return OutboxConnector.of(site, environment.getRequiredProperty("waymark.database"), environment);
    }

    @Bean
    ConnectClient connectClient(Environment environment, OutboxConnector connector) {
        return new ConnectClient(environment.getRequiredProperty("CONNECT_URL"), connector.name());
    }

    @Bean
    SlotRepair slotRepair(OutboxSlot slot, ConnectClient connect, OutboxConnector connector) {
        return new SlotRepair(slot, connect, connector);
    }

    @Bean
    @ConditionalOnServing
    ConnectorSupervisor connectorSupervisor(
            ConnectClient connect, OutboxConnector connector, OutboxSlot slot, KafkaAdmin topics) {
        return new ConnectorSupervisor(connect, connector, slot, topics);
    }

    /** Written by Debezium; only the newest beat counts. */
    @Bean
    NewTopic heartbeatTopic(OutboxConnector connector) {
        return TopicBuilder.name(connector.heartbeatTopic())
                .partitions(1)
                .compact()
                .build();
    }

    @Bean
    @ConditionalOnServing
    HealthIndicator outboxHealthIndicator(OutboxSlot slot, ConnectorSupervisor supervisor) {
        return new OutboxHealth(slot, supervisor);
    }

    @Bean
    @ConditionalOnServing
    Gauge publishLag(OutboxSlot slot, MeterRegistry registry) {
        return Gauge.builder("waymark.lag", slot, OutboxAutoConfiguration::waiting)
                .tag("stage", "publish")
                .description("records of the outbox that Kafka has not confirmed; NaN when the slot is lost")
                .register(registry);
    }

    private static double waiting(OutboxSlot slot) {
        return slot.state() instanceof OutboxSlot.State.Alive alive ? alive.waiting() : Double.NaN;
    }
}
