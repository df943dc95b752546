package dev.waymark.platform.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.waymark.platform.outbox.OutboxSlot.State;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.support.TransactionCallback;
import org.springframework.transaction.support.TransactionTemplate;

class OutboxSlotTest {
    private final OutboxDatabase database = new OutboxDatabase();
    private final OutboxSlot slot = database.slot();

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void theSlotIsMadeBeforeTheFirstChange() {
        assertThat(slot.state()).isInstanceOf(State.New.class);

        slot.createFirst();

        assertThat(database.slotExists()).isTrue();
        assertThat(waiting()).isZero();
    }

    @Test
    void copiesThatStartAtOnceMakeOneSlot() throws Exception {
        int copies = 6;
        CyclicBarrier together = new CyclicBarrier(copies);
        List<Future<?>> starts = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(copies)) {
            for (int copy = 0; copy < copies; copy++) {
                starts.add(threads.submit(() -> {
                    together.await(30, TimeUnit.SECONDS);
                    database.slot().createFirst();
                    return true;
                }));
            }
        }

        for (Future<?> start : starts) {
            assertThat(start.get()).isEqualTo(true);
        }
        assertThat(database.slotExists()).isTrue();
        assertThat(slot.state()).isInstanceOf(State.Alive.class);
    }

    @Test
    void rowsThatKafkaHasNotConfirmedAreWaiting() {
        slot.createFirst();
        database.append("a", "b", "c");
        assertThat(waiting()).isEqualTo(3);

        database.confirmAll();
        assertThat(waiting()).isZero();
    }

    @Test
    void aPositionIsConfirmedOnceKafkaHasEverythingBeforeIt() {
        slot.createFirst();
        database.append("a");
        String position = slot.currentPosition();
        assertThat(slot.confirmed(position)).isFalse();

        database.append("b");
        database.confirmAll();
        assertThat(slot.confirmed(position)).isTrue();
    }

    @Test
    void aSlotThatIsGoneIsLostAndNotMadeAgainSilently() {
        slot.createFirst();
        database.dropSlot();

        assertThat(slot.state()).isInstanceOf(State.Lost.class);
        database.slot().createFirst();
        assertThat(database.slotExists()).isFalse();
        assertThat(slot.state()).isInstanceOf(State.Lost.class);
        assertThat(slot.confirmed(slot.currentPosition())).isFalse();
    }

    @Test
    void aSlotThatPostgresInvalidatedIsLostAndCanBeReplaced() {
        slot.createFirst();
        database.append("a");
        try {
            setServer("alter system set max_slot_wal_keep_size = '1MB'");
            await().atMost(Duration.ofSeconds(60)).until(() -> {
                database.append("filler");
                database.sql.sql("select pg_switch_wal()").query().singleRow();
                database.sql.sql("checkpoint").update();
                return slot.state() instanceof State.Lost;
            });
        } finally {
            setServer("alter system reset max_slot_wal_keep_size");
        }

        int again = slot.replaceLost();

        assertThat(again).isGreaterThanOrEqualTo(2);
        assertThat(waiting()).isEqualTo(again);
    }

    @Test
    void replacingALostSlotAppendsAgainWhatWasNotConfirmed() {
        slot.createFirst();
        database.append("confirmed");
        pretendItWasLongAgo();
        database.confirmAll();
        slot.note();
        database.append("missed", "missed too");
        database.dropSlot();
        database.append("while it was lost");

        int again = slot.replaceLost();

        assertThat(again).isEqualTo(3);
        assertThat(database.keys())
                .containsExactly(
                        "confirmed",
                        "missed",
                        "missed too",
                        "while it was lost",
                        "missed",
                        "missed too",
                        "while it was lost");
        assertThat(waiting()).isEqualTo(3);
        assertThat(slot.state()).isInstanceOf(State.Alive.class);
    }

    @Test
    void whatIsAppendedAgainKeepsItsIds() {
        slot.createFirst();
        database.append("a");
        database.dropSlot();

        slot.replaceLost();

        assertThat(database.sql
                        .sql("select count(distinct id) from outbox")
                        .query(Long.class)
                        .single())
                .isEqualTo(1);
    }

    @Test
    void anotherCopysNoteMeanwhileLosesNothing() {
        slot.createFirst();
        database.append("missed");
        database.dropSlot();

        assertThat(interrupted(() -> database.slot().note()).replaceLost()).isEqualTo(1);
    }

    @Test
    void aRepairThatDiedHalfWayIsStillALostSlotAndIsFinishedByTheNext() {
        slot.createFirst();
        database.append("missed");
        database.dropSlot();
        OutboxSlot dying = interrupted(() -> {
            throw new IllegalStateException("the process dies here");
        });
        assertThatThrownBy(dying::replaceLost).hasMessage("the process dies here");
        slot.note();

        assertThat(slot.state()).isInstanceOf(State.Lost.class);
        assertThat(slot.replaceLost()).isEqualTo(1);
        assertThat(slot.state()).isInstanceOf(State.Alive.class);
    }

    @Test
    void aTransactionThatWasOpenWhenKafkaConfirmedIsNotForgotten() throws Exception {
        slot.createFirst();
        try (ExecutorService thread = Executors.newSingleThreadExecutor()) {
            CyclicBarrier steps = new CyclicBarrier(2);
            Future<?> slow = thread.submit(() -> database.transaction.execute(_ -> {
                database.outbox.append(List.of(OutboxDatabase.record("slow", "{}")));
                meet(steps);
                meet(steps);
                return true;
            }));
            meet(steps);
            // Its row is in the WAL before this position, its commit after it.
            database.append("quick");
            database.confirmAll();
            slot.note();
            database.dropSlot();
            meet(steps);
            slow.get();
        }

        slot.replaceLost();

        assertThat(database.keys()).containsExactly("slow", "quick", "slow", "quick");
    }

    @Test
    void oldRowsAreDeletedOnceKafkaHasThem() {
        slot.createFirst();
        database.append("old and confirmed");
        database.confirmAll();
        slot.note();
        database.append("old and waiting");
        pretendItWasLongAgo();
        database.append("young");

        assertThat(slot.clean(Duration.ofDays(3))).isEqualTo(1);
        assertThat(database.keys()).containsExactly("old and waiting", "young");
    }

    /** A slot between whose creation and whose last transaction something happens. */
    private OutboxSlot interrupted(Runnable event) {
        TransactionTemplate transaction = new TransactionTemplate(database.transactions) {
            @Override
            public <T extends @Nullable Object> T execute(TransactionCallback<T> action) {
                event.run();
                return super.execute(action);
            }
        };
        return new OutboxSlot(database.slotName, database.sql, transaction);
    }

    private void pretendItWasLongAgo() {
        database.sql
                .sql("update outbox set created_at = now() - interval '4 days'")
                .update();
    }

    private long waiting() {
        assertThat(slot.state()).isInstanceOf(State.Alive.class);
        return ((State.Alive) slot.state()).waiting();
    }

    private void setServer(String statement) {
        database.sql.sql(statement).update();
        database.sql.sql("select pg_reload_conf()").query().singleRow();
    }

    private static void meet(CyclicBarrier steps) {
        try {
            steps.await(30, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
