package dev.waymark.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Clients that send their next request as soon as the one before is answered. */
final class Clients {
    private Clients() {}

    /** One request, until it is answered. */
    @FunctionalInterface
    interface Action {
        void run() throws InterruptedException;
    }

    /** One request about something. */
    @FunctionalInterface
    interface ActionOn<T> {
        void run(T subject) throws InterruptedException;
    }

    /**
     * What was done.
     *
     * @param nanos from the first request until the last answer
     * @param took each request
     */
    record Work(long nanos, Percentiles took) {
        double perSecond() {
            return took.n() * 1e9 / nanos;
        }
    }

    /**
     * Each client goes on until the time is over.
     *
     * @throws BenchmarkException when a client could not go on
     */
    static Work until(Duration duration, List<Action> clients) throws InterruptedException {
        Sample took = new Sample();
        long start = System.nanoTime();
        long end = start + duration.toNanos();
        List<Action> all = new ArrayList<>();
        for (Action client : clients) {
            all.add(() -> {
                for (long sent = System.nanoTime(); sent < end; sent = System.nanoTime()) {
                    client.run();
                    took.add(System.nanoTime() - sent);
                }
            });
        }
        together(all);
        return new Work(System.nanoTime() - start, took.percentiles());
    }

    /**
     * Does something with each subject, a few at a time.
     *
     * @throws BenchmarkException when a client could not go on
     */
    static <T> Work each(int clients, List<T> subjects, ActionOn<T> action) throws InterruptedException {
        Queue<T> left = new ConcurrentLinkedQueue<>(subjects);
        Sample took = new Sample();
        long start = System.nanoTime();
        List<Action> all = new ArrayList<>();
        for (int client = 0; client < clients; client++) {
            all.add(() -> {
                for (T subject = left.poll(); subject != null; subject = left.poll()) {
                    long sent = System.nanoTime();
                    action.run(subject);
                    took.add(System.nanoTime() - sent);
                }
            });
        }
        together(all);
        return new Work(System.nanoTime() - start, took.percentiles());
    }

    /**
     * Returns when all are done.
     *
     * @throws BenchmarkException when one failed
     */
    static void together(List<Action> actions) throws InterruptedException {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Boolean>> calls = new ArrayList<>();
            for (Action action : actions) {
                calls.add(() -> {
                    action.run();
                    return true;
                });
            }
            for (Future<Boolean> call : threads.invokeAll(calls)) {
                call.get();
            }
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new BenchmarkException(
                    cause instanceof BenchmarkException known ? String.valueOf(known.getMessage()) : cause.toString(),
                    e);
        }
    }
}
