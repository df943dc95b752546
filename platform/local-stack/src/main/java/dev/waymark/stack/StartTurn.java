package dev.waymark.stack;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * A part's turn to start: too many JVMs that start at once only slow each other down, and with them what the others wait for.
 * Used by one thread.
 */
final class StartTurn {
    private final Semaphore turns;
    private final boolean isNeeded;
    private boolean isHeld;

    /** @param turns as many as may start at once, shared by all parts */
    StartTurn(Semaphore turns, Part part) {
        this.turns = turns;
        this.isNeeded = part.isHeavyToStart();
    }

    /** Returns when it is the part's turn or the part is not wanted any more. */
    void await(BooleanSupplier isWanted) throws InterruptedException {
        while (isNeeded && !isHeld && isWanted.getAsBoolean()) {
            isHeld = turns.tryAcquire(200, TimeUnit.MILLISECONDS);
        }
    }

    void pass() {
        if (isHeld) {
            isHeld = false;
            turns.release();
        }
    }
}
