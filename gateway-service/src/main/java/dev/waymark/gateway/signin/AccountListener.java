package dev.waymark.gateway.signin;

import dev.waymark.events.Topics;
import dev.waymark.platform.command.ConditionalOnServing;
import dev.waymark.platform.settings.Site;
import java.time.Duration;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.SmartLifecycle;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.listener.ConcurrentMessageListenerContainer;
import org.springframework.kafka.listener.ContainerProperties;
import org.springframework.kafka.listener.DefaultErrorHandler;
import org.springframework.stereotype.Component;
import org.springframework.util.backoff.ExponentialBackOff;

/**
 * Follows the topics of accounts. All copies of the gateway are one consumer group, since what they change is shared. The position is
 * committed after a record took effect; while the cache server is away the same record comes again. Starts also while Kafka is away.
 */
@Component
@ConditionalOnServing
@ConditionalOnWebApplication
class AccountListener implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(AccountListener.class);
    private static final Duration RETRY = Duration.ofSeconds(2);

    private final ConcurrentMessageListenerContainer<byte[], byte[]> container;
    private volatile boolean running;
    private Thread starter = new Thread();

    AccountListener(ConsumerFactory<byte[], byte[]> consumers, AccountRecords records, Site site) {
        ContainerProperties properties =
                new ContainerProperties(site.topic(Topics.ACCOUNT_EVENTS), site.topic(Topics.ACCOUNT_STATE));
        properties.setGroupId(site.consumerGroup("gateway"));
        properties.setAckMode(ContainerProperties.AckMode.BATCH);
        properties.setMissingTopicsFatal(false);
        properties.setFixTxOffsets(true);
        properties.setSyncCommitTimeout(Duration.ofSeconds(5));
        properties.setMessageListener(records);
        container = new ConcurrentMessageListenerContainer<>(consumers, properties);
        container.setBeanName("accounts");
        container.setCommonErrorHandler(retryForEver());
    }

    private static DefaultErrorHandler retryForEver() {
        ExponentialBackOff backOff = new ExponentialBackOff(200, 2);
        backOff.setMaxInterval(1000);
        DefaultErrorHandler handler = new DefaultErrorHandler(backOff);
        // No failure is the fault of a record: those that cannot be read were passed over.
        handler.setClassifications(Map.of(), true);
        return handler;
    }

    @Override
    public synchronized void start() {
        running = true;
        starter = Thread.ofVirtual().name("accounts-start").start(this::startWhenPossible);
    }

    /** Without the names of its brokers a consumer cannot even be made. */
    private void startWhenPossible() {
        try {
            for (boolean said = false; running && !attempt(); said = true) {
                if (!said) {
                    log.warn("Kafka cannot be found: sessions of others will be ended when it is there");
                }
                Thread.sleep(RETRY);
            }
        } catch (InterruptedException _) {
            // The service stops.
        }
    }

    private boolean attempt() {
        try {
            container.start();
            return true;
        } catch (RuntimeException e) {
            container.stop();
            log.debug("Kafka cannot be found", e);
            return false;
        }
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
