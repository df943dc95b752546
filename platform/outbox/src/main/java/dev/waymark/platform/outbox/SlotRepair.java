package dev.waymark.platform.outbox;

import java.time.Duration;
import org.springframework.web.client.RestClientException;

/** Makes a lost slot anew: the first half of {@code republish}. */
public final class SlotRepair {
    private static final int ATTEMPTS = 30;

    private final OutboxSlot slot;
    private final ConnectClient connect;
    private final OutboxConnector connector;

    SlotRepair(OutboxSlot slot, ConnectClient connect, OutboxConnector connector) {
        this.slot = slot;
        this.connect = connect;
        this.connector = connector;
    }

    /**
     * Replaces the slot when it was lost, and does nothing otherwise.
     *
     * @return how many records the old slot had not sent and were appended again
     * @throws RestClientException when Connect is away: its old offsets must be forgotten first
     */
    public int repairIfLost() throws InterruptedException {
        if (!(slot.state() instanceof OutboxSlot.State.Lost)) {
            return 0;
        }
        connect.register(connector.configuration());
        connect.stop();
        retrying(connect::forgetOffsets);
        int again = slot.replaceLost();
        connect.resume();
        return again;
    }

    /** Connect refuses to forget the offsets of a connector that has not stopped yet. */
    private static void retrying(Runnable action) throws InterruptedException {
        for (int attempt = 1; ; attempt++) {
            try {
                action.run();
                return;
            } catch (RestClientException e) {
                if (attempt == ATTEMPTS) {
                    throw e;
                }
                Thread.sleep(Duration.ofSeconds(1));
            }
        }
    }
}
