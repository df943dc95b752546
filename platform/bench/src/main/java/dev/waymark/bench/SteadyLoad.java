package dev.waymark.bench;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Requests at a steady rate, each at its own moment, whether or not those before are answered. */
final class SteadyLoad {
    private SteadyLoad() {}

    /** One request. */
    @FunctionalInterface
    interface Request {
        /**
         * @param number from 0
         * @param due the {@link System#nanoTime} at which it should be sent
         */
        void send(int number, long due) throws InterruptedException;
    }

    /**
     * Returns when all are answered.
     *
     * @param request deals itself with what goes wrong with it
     * @return how many were sent
     */
    static int run(double perSecond, Duration duration, Request request) throws InterruptedException {
        double gap = TimeUnit.SECONDS.toNanos(1) / perSecond;
        int requests = (int) Math.round(perSecond * duration.toNanos() / 1e9);
        long begin = System.nanoTime();
        try (ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int number = 0; number < requests; number++) {
                int sent = number;
                long due = begin + Math.round(number * gap);
                awaitMoment(due);
                senders.execute(() -> {
                    try {
                        request.send(sent, due);
                    } catch (InterruptedException _) {
                        Thread.currentThread().interrupt();
                    }
                });
            }
        }
        return requests;
    }

    private static void awaitMoment(long due) throws InterruptedException {
        for (long wait = due - System.nanoTime(); wait > 0; wait = due - System.nanoTime()) {
            LockSupport.parkNanos(wait);
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
    }
}
