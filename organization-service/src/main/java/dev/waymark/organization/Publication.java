package dev.waymark.organization;

import dev.waymark.platform.outbox.OutboxSlot;
import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Waits, at the end of a command, until Kafka has confirmed everything that was committed before. */
final class Publication {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration PAUSE = Duration.ofMillis(100);

    private Publication() {}

    /**
     * @param err hears how many records are still on their way, once a second
     * @throws IllegalStateException when nothing moved for two minutes: what was written is stored, and travels once Connect runs
     */
    static void await(OutboxSlot slot, PrintStream err) {
        String position = slot.currentPosition();
        long lastMove = System.nanoTime();
        long lastWord = lastMove;
        long least = Long.MAX_VALUE;
        while (!slot.confirmed(position)) {
            LockSupport.parkNanos(PAUSE.toNanos());
            long waiting = slot.state() instanceof OutboxSlot.State.Alive alive ? alive.waiting() : Long.MAX_VALUE;
            long now = System.nanoTime();
            if (waiting < least) {
                least = waiting;
                lastMove = now;
            }
            if (now - lastWord > Duration.ofSeconds(1).toNanos() && waiting != Long.MAX_VALUE) {
                lastWord = now;
                err.printf("on the way to Kafka: %,d records%n", waiting);
            }
            if (now - lastMove > PATIENCE.toNanos()) {
                throw new IllegalStateException(
                        "everything is stored, and nothing has travelled to Kafka for two minutes: it goes on once Kafka Connect runs");
            }
        }
    }
}
