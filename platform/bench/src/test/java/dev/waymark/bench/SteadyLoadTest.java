package dev.waymark.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class SteadyLoadTest {
    @Test
    void sendsThoughNothingIsAnsweredAndReturnsWhenAllIs() throws InterruptedException {
        CountDownLatch allSent = new CountDownLatch(20);
        AtomicInteger answered = new AtomicInteger();

        int sent = SteadyLoad.run(200, Duration.ofMillis(100), (_, _) -> {
            allSent.countDown();
            // Each is answered only when the last one was sent.
            if (allSent.await(20, TimeUnit.SECONDS)) {
                answered.incrementAndGet();
            }
        });

        assertThat(sent).isEqualTo(20);
        assertThat(answered).hasValue(20);
    }

    @Test
    void givesEachRequestItsOwnMomentAndSendsNoneBefore() throws InterruptedException {
        Map<Integer, Long> moments = new ConcurrentSkipListMap<>();
        AtomicInteger early = new AtomicInteger();

        SteadyLoad.run(100, Duration.ofMillis(100), (number, due) -> {
            moments.put(number, due);
            if (System.nanoTime() < due) {
                early.incrementAndGet();
            }
        });

        assertThat(early).hasValue(0);
        assertThat(moments).hasSize(10);
        long first = moments.getOrDefault(0, 0L);
        assertThat(moments).allSatisfy((number, due) -> assertThat(due - first).isEqualTo(number * 10_000_000L));
    }
}
