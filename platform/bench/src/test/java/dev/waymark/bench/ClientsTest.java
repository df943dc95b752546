package dev.waymark.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ClientsTest {
    @Test
    void eachSubjectHasItsTurnOnce() throws InterruptedException {
        List<Integer> subjects = IntStream.range(0, 100).boxed().toList();
        Queue<Integer> seen = new ConcurrentLinkedQueue<>();

        Clients.Work work = Clients.each(4, subjects, seen::add);

        assertThat(seen).containsExactlyInAnyOrderElementsOf(subjects);
        assertThat(work.took().n()).isEqualTo(100);
    }

    @Test
    void clientsWorkSideBySideAndEachOneRequestAtATime() throws InterruptedException {
        CyclicBarrier meeting = new CyclicBarrier(3);
        AtomicInteger underWay = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();

        Clients.each(3, IntStream.range(0, 30).boxed().toList(), _ -> {
            most.accumulateAndGet(underWay.incrementAndGet(), Math::max);
            meet(meeting);
            underWay.decrementAndGet();
            meet(meeting);
        });

        assertThat(most).hasValue(3);
    }

    private static void meet(CyclicBarrier meeting) throws InterruptedException {
        try {
            meeting.await(20, TimeUnit.SECONDS);
        } catch (java.util.concurrent.BrokenBarrierException | java.util.concurrent.TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void countsWhatWasDoneUntilTheTimeWasOver() throws InterruptedException {
        AtomicInteger done = new AtomicInteger();

        Clients.Work work = Clients.until(
                Duration.ofMillis(50), List.of(() -> done.incrementAndGet(), () -> done.incrementAndGet()));

        assertThat(work.took().n()).isEqualTo(done.get()).isPositive();
        assertThat(work.nanos()).isGreaterThanOrEqualTo(Duration.ofMillis(50).toNanos());
        assertThat(work.perSecond()).isEqualTo(done.get() * 1e9 / work.nanos());
    }

    @Test
    void aClientThatCannotGoOnIsNotPassedOver() {
        assertThatExceptionOfType(BenchmarkException.class)
                .isThrownBy(() -> Clients.until(Duration.ofMillis(10), List.of(() -> {}, () -> {
                    throw new BenchmarkException("a login was answered 503");
                })))
                .withMessage("a login was answered 503");
    }
}
