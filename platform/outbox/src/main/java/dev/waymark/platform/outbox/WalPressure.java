package dev.waymark.platform.outbox;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * Holds bulk writes back while the WAL that the outbox's slot keeps nears {@code max_slot_wal_keep_size}: past it PostgreSQL drops
 * the slot, and with it what Kafka does not have yet.
 */
public final class WalPressure {
    private static final Duration PAUSE = Duration.ofMillis(250);
    private static final long LEAST_SAFE = 64L * 1024 * 1024;

    private final OutboxSlot slot;

    public WalPressure(OutboxSlot slot) {
        this.slot = slot;
    }

    /**
     * Returns at once while there is room for at least a quarter of the limit, else as soon as Kafka has caught up to a half.
     *
     * @param waiting called again and again while it waits
     * @throws IllegalStateException when the slot is lost already, or the thread is interrupted
     */
    public void await(Runnable waiting) {
        double share = 0.25;
        while (!hasRoom(share)) {
            share = 0.5;
            waiting.run();
            LockSupport.parkNanos(PAUSE.toNanos());
            if (Thread.interrupted()) {
                throw new IllegalStateException("interrupted while waiting for Kafka to catch up");
            }
        }
    }

    private boolean hasRoom(double share) {
        return switch (slot.state()) {
            case OutboxSlot.State.Alive alive ->
                alive.safeBytes() == Long.MAX_VALUE
                        || alive.safeBytes() > Math.max(LEAST_SAFE, share * (alive.safeBytes() + alive.heldBytes()));
            case OutboxSlot.State.New _ -> true;
            case OutboxSlot.State.Lost _ ->
                throw new IllegalStateException(
                        "the replication slot " + slot.name() + " was lost: run the command 'republish' first");
        };
    }
}
