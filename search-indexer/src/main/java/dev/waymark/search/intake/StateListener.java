package dev.waymark.search.intake;

import dev.waymark.events.Topics;
import dev.waymark.platform.command.ConditionalOnServing;
import dev.waymark.platform.settings.Site;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.kafka.listener.BatchMessageListener;
import org.springframework.kafka.listener.ConcurrentMessageListenerContainer;
import org.springframework.kafka.listener.ContainerProperties;
import org.springframework.kafka.listener.DefaultErrorHandler;
import org.springframework.stereotype.Component;
import org.springframework.util.backoff.ExponentialBackOff;

/**
 * Feeds the intake from the state topic. The position is committed after a batch took effect; a batch that failed comes again until it
 * does, in the same order, and nothing behind it is read meanwhile. Starts also while Kafka is away.
 */
@Component
@ConditionalOnServing
class StateListener implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(StateListener.class);
    private static final Duration RETRY = Duration.ofSeconds(1);

    private final KafkaAdmin admin;
    private final ConcurrentMessageListenerContainer<byte[], byte[]> container;
    private volatile boolean running;
    private Thread starter = new Thread();

    StateListener(ConsumerFactory<byte[], byte[]> consumers, KafkaAdmin admin, Intake intake, Site site) {
        this.admin = admin;
        ContainerProperties properties = new ContainerProperties(site.topic(Topics.ORGANIZATION_STATE));
        properties.setGroupId(ConsumeProgress.group(site));
        properties.setAckMode(ContainerProperties.AckMode.BATCH);
        properties.setMissingTopicsFatal(false);
        // Where the last records belong to a transaction, the position must move past its end, or nobody ever catches
        // up.
        properties.setFixTxOffsets(true);
        properties.setSyncCommitTimeout(Duration.ofSeconds(5));
        properties.setMessageListener(new Batches(intake));
        container = new ConcurrentMessageListenerContainer<>(consumers, properties);
        container.setBeanName("organization-states");
        container.setCommonErrorHandler(retryForEver());
    }

    private record Batches(Intake intake) implements BatchMessageListener<byte[], byte[]> {
        @Override
        public void onMessage(List<ConsumerRecord<byte[], byte[]>> records) {
            try {
                intake.take(records);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("the service stops", e);
            }
        }
    }

    private static DefaultErrorHandler retryForEver() {
        ExponentialBackOff backOff = new ExponentialBackOff(200, 2);
        backOff.setMaxInterval(5000);
        DefaultErrorHandler handler = new DefaultErrorHandler(backOff);
        // No failure of a batch is the fault of its records: those became dead letters.
        handler.setClassifications(Map.of(), true);
        return handler;
    }

    @Override
    public synchronized void start() {
        running = true;
        starter = Thread.ofVirtual().name("organization-states-start").start(this::startWhenPossible);
    }

    private void startWhenPossible() {
        try {
            for (boolean said = false; running && !attempt(); said = true) {
                if (!said) {
                    log.warn("Kafka is away: organisations will be taken in when it is back");
                }
                Thread.sleep(RETRY);
            }
        } catch (InterruptedException _) {
            // The service stops.
        }
    }

    /** The topic of dead letters must be there before the first of them. */
    private boolean attempt() {
        try {
            if (admin.initialize()) {
                container.start();
                return true;
            }
        } catch (RuntimeException e) {
            log.debug("Kafka is away", e);
        }
        return false;
    }

    @Override
    public synchronized void stop() {
        running = false;
        starter.interrupt();
        container.stop();
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
