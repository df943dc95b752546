package dev.waymark.platform.outbox;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.kafka.KafkaException;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.web.client.RestClientException;
import tools.jackson.databind.JsonNode;

/**
 * Keeps the topics and the connector for as long as the service serves: makes topics that are missing, registers it when it is missing or configured
 * otherwise, restarts what failed, notes how far the slot is, and cleans the outbox. Every copy of the service does the same, and
 * doing it twice changes nothing.
 */
final class ConnectorSupervisor implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(ConnectorSupervisor.class);
    private static final Duration INTERVAL = Duration.ofSeconds(2);
    private static final Duration TOPICS_INTERVAL = Duration.ofMinutes(1);
    private static final Duration KEEP = Duration.ofDays(3);

    private final ConnectClient connect;
    private final OutboxConnector connector;
    private final OutboxSlot slot;
    private final KafkaAdmin topics;
    private long topicsSeen = System.nanoTime() - TOPICS_INTERVAL.toNanos();
    private volatile String connectorState = "UNKNOWN";
    private OutboxSlot.State slotState = new OutboxSlot.State.New();
    private boolean running;
    private Thread thread = new Thread();

    ConnectorSupervisor(ConnectClient connect, OutboxConnector connector, OutboxSlot slot, KafkaAdmin topics) {
        this.connect = connect;
        this.connector = connector;
        this.slot = slot;
        this.topics = topics;
    }

    /** {@code RUNNING}, {@code FAILED}, {@code UNREACHABLE} and the like. */
    String connectorState() {
        return connectorState;
    }

    @Override
    public synchronized void start() {
        running = true;
        thread = Thread.ofVirtual().name("connector-supervisor").start(this::supervise);
    }

    @Override
    public synchronized void stop() {
        running = false;
        thread.interrupt();
    }

    @Override
    public synchronized boolean isRunning() {
        return running;
    }

    private void supervise() {
        try {
            while (isRunning()) {
                lookAfterSlot();
                setConnectorState(lookAfterTopics() ? lookAfterConnector() : "NO_TOPICS");
                Thread.sleep(INTERVAL);
            }
        } catch (InterruptedException _) {
            // The service stops.
        }
    }

    private void lookAfterSlot() {
        try {
            OutboxSlot.State now = slot.state();
            if (now instanceof OutboxSlot.State.Lost && !(slotState instanceof OutboxSlot.State.Lost)) {
                log.error(
                        "The replication slot {} was lost: changes since then are not on their topics."
                                + " Run the command 'republish' to make a new slot and repair them.",
                        slot.name());
            }
            slotState = now;
            slot.note();
            slot.clean(KEEP);
        } catch (DataAccessException e) {
            log.warn(
                    "the outbox's slot could not be looked at: {}",
                    e.getMostSpecificCause().getMessage());
        }
    }

    /** A connector has nothing to write to before the topics are there; one that was deleted is made again, and refilled by republish. */
    private boolean lookAfterTopics() {
        if (System.nanoTime() - topicsSeen < TOPICS_INTERVAL.toNanos()) {
            return true;
        }
        try {
            if (!topics.initialize()) {
                return false;
            }
        } catch (IllegalStateException | KafkaException e) {
            log.warn("topics could not be looked at: {}", e.getMessage());
            return false;
        }
        topicsSeen = System.nanoTime();
        return true;
    }

    private String lookAfterConnector() {
        try {
            if (slotState instanceof OutboxSlot.State.Lost) {
                return "SLOT_LOST";
            }
            Optional<JsonNode> known = connect.configuration();
            if (known.isEmpty() || !isSame(known.get())) {
                connect.register(connector.configuration());
                return "REGISTERED";
            }
            String state = connect.status().map(ConnectorSupervisor::worst).orElse("REGISTERED");
            if (state.equals("FAILED")) {
                connect.restartFailed();
            }
            if (state.equals("STOPPED")) {
                // A repair was cut short after it had made the slot anew. Whoever wants a rest pauses the connector.
                connect.resume();
            }
            return state;
        } catch (RestClientException _) {
            // Connect is away or rebalancing: the WAL keeps the changes, and this comes round again.
            return "UNREACHABLE";
        }
    }

    private boolean isSame(JsonNode known) {
        for (Map.Entry<String, String> setting : connector.configuration().entrySet()) {
            if (!setting.getValue().equals(known.path(setting.getKey()).asString(""))) {
                return false;
            }
        }
        return true;
    }

    private static String worst(JsonNode status) {
        String worst = status.path("connector").path("state").asString("UNKNOWN");
        for (JsonNode task : status.path("tasks")) {
            String state = task.path("state").asString("UNKNOWN");
            if (!state.equals("RUNNING")) {
                worst = state;
            }
        }
        return worst;
    }

    private void setConnectorState(String state) {
        if (!state.equals(connectorState)) {
            log.info("connector {}: {}", connector.name(), state);
            connectorState = state;
        }
    }
}
