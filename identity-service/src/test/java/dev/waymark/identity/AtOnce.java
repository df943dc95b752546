package dev.waymark.identity;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.function.Supplier;

/** Does the same thing many times at the same moment. */
final class AtOnce {
    private AtOnce() {}

    static <T> List<T> times(int times, Supplier<T> what) {
        return times(times, _ -> what.get());
    }

    /** @param what gets the number of the turn, from 0 */
    static <T> List<T> times(int times, IntFunction<T> what) {
        CountDownLatch together = new CountDownLatch(times);
        List<Future<T>> results = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int turn = 0; turn < times; turn++) {
                int number = turn;
                results.add(threads.submit(() -> {
                    together.countDown();
                    together.await();
                    return what.apply(number);
                }));
            }
        }
        return results.stream().map(Future::resultNow).toList();
    }
}
