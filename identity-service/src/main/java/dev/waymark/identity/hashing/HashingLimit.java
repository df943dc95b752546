package dev.waymark.identity.hashing;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Lets few slow hashes run at a time, and few wait: one bound for the whole process, whatever is hashed. Argon2id is bound by the memory
 * bus: more at once make each one slower, and without a bound a flood of wrong secrets would take the whole machine.
 */
public final class HashingLimit {
    private final Semaphore running;
    private final Semaphore admitted;
    private final Duration patience;

    /**
     * @param concurrent how many run at a time
     * @param queued how many may wait for their turn
     * @param patience how long one waits
     */
    public HashingLimit(int concurrent, int queued, Duration patience) {
        this.running = new Semaphore(concurrent, true);
        this.admitted = new Semaphore(concurrent + queued);
        this.patience = patience;
    }

    /**
     * One core stays free for everything else. For each core that hashes eight may wait, which is a fifth of a second on a core of today;
     * who comes when all places are taken is told so at once.
     */
    public static HashingLimit forThisMachine() {
        int concurrent = Math.max(1, Runtime.getRuntime().availableProcessors() - 1);
        return new HashingLimit(concurrent, 8 * concurrent, Duration.ofSeconds(2));
    }

    /** Whether all places are taken at this moment: who knows that need not begin what would be refused. */
    public boolean isFull() {
        return admitted.availablePermits() == 0;
    }

    /** @throws BusyException when too many wait already, or the turn did not come in time */
    public <T> T run(Supplier<T> hashing) {
        if (!admitted.tryAcquire()) {
            throw new BusyException();
        }
        try {
            if (!running.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new BusyException();
            }
            try {
                return hashing.get();
            } finally {
                running.release();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new BusyException();
        } finally {
            admitted.release();
        }
    }

    /** How many wait for their turn now. */
    public int waiting() {
        return running.getQueueLength();
    }
}
