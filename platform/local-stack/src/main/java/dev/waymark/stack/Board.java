package dev.waymark.stack;

import java.time.Duration;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** The state of all parts, and the one place where anybody waits for a change of it. */
final class Board {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<Part, PartStatus> statuses = new EnumMap<>(Part.class);
    private final Consumer<List<PartStatus>> listener;

    /** @param listener is told of each change, one at a time */
    Board(Collection<PartStatus> initial, Consumer<List<PartStatus>> listener) {
        initial.forEach(status -> statuses.put(status.part(), status));
        this.listener = listener;
    }

    PartStatus of(Part part) {
        lock.lock();
        try {
            PartStatus status = statuses.get(part);
            if (status == null) {
                throw new IllegalArgumentException(part.label() + " is no part of this stack");
            }
            return status;
        } finally {
            lock.unlock();
        }
    }

    List<PartStatus> all() {
        lock.lock();
        try {
            return List.copyOf(statuses.values());
        } finally {
            lock.unlock();
        }
    }

    void update(Part part, UnaryOperator<PartStatus> change) {
        lock.lock();
        try {
            PartStatus before = of(part);
            PartStatus after = change.apply(before);
            if (!after.equals(before)) {
                statuses.put(part, after);
                listener.accept(all());
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Wakes those who wait for something that is not a status, such as the end of a process. */
    void wake() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** @return whether the condition came true within the limit */
    boolean await(BooleanSupplier condition, Duration limit) throws InterruptedException {
        long left = limit.toNanos();
        lock.lock();
        try {
            while (!condition.getAsBoolean()) {
                if (left <= 0) {
                    return false;
                }
                left = changed.awaitNanos(left);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }
}
