package dev.waymark.identity.hashing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class HashingLimitTest {
    @Test
    void noMoreRunAtATimeThanAreAllowed() throws Exception {
        HashingLimit limit = new HashingLimit(2, 20, Duration.ofSeconds(30));
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        List<Future<?>> hashes = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 20; i++) {
                hashes.add(threads.submit(() -> limit.run(() -> {
                    most.accumulateAndGet(running.incrementAndGet(), Math::max);
                    Thread.onSpinWait();
                    running.decrementAndGet();
                    return true;
                })));
            }
        }

        for (Future<?> hash : hashes) {
            assertThat(hash.get()).isEqualTo(true);
        }
        assertThat(most).hasValueBetween(1, 2);
    }

    @Test
    void whoFindsTheQueueFullIsRefusedAtOnce() throws Exception {
        HashingLimit limit = new HashingLimit(1, 1, Duration.ofSeconds(30));
        CountDownLatch hold = new CountDownLatch(1);
        AtomicInteger entered = new AtomicInteger();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            try {
                Future<?> first = threads.submit(() -> limit.run(() -> waiting(hold, entered)));
                Future<?> second = threads.submit(() -> limit.run(() -> waiting(hold, entered)));
                await().until(() -> entered.get() == 1);
                await().untilAsserted(() ->
                        assertThatThrownBy(() -> limit.run(() -> true)).isInstanceOf(BusyException.class));
                hold.countDown();
                first.get();
                second.get();
            } finally {
                hold.countDown();
            }
        }

        assertThat(limit.<Boolean>run(() -> true)).isTrue();
    }

    @Test
    void whoWaitsTooLongIsRefused() throws Exception {
        HashingLimit limit = new HashingLimit(1, 5, Duration.ofMillis(50));
        CountDownLatch hold = new CountDownLatch(1);
        AtomicInteger entered = new AtomicInteger();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            try {
                threads.submit(() -> limit.run(() -> waiting(hold, entered)));
                await().until(() -> entered.get() == 1);
                assertThatThrownBy(() -> limit.run(() -> true)).isInstanceOf(BusyException.class);
            } finally {
                hold.countDown();
            }
        }
    }

    private static boolean waiting(CountDownLatch hold, AtomicInteger entered) {
        entered.incrementAndGet();
        try {
            hold.await();
            return true;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
