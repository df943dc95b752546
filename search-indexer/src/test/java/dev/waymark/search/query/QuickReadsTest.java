package dev.waymark.search.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.waymark.search.testing.TestDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.dao.TransientDataAccessResourceException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;

class QuickReadsTest {
    private static final int MOST_AT_ONCE = 4;

    private final JdbcClient sql;
    private final QuickReads reads;

    QuickReadsTest() {
        var database = TestDatabase.fresh();
        sql = JdbcClient.create(database);
        sql.sql("create extension if not exists pg_trgm").update();
        reads = new QuickReads(sql, new JdbcTransactionManager(database));
    }

    @Test
    void aStatementThatTakesTooLongIsGivenUp() {
        assertThatExceptionOfType(QueryTimeoutException.class)
                .isThrownBy(() ->
                        reads.read(() -> sql.sql("select pg_sleep(60)").query().listOfRows()));
    }

    @Test
    void soManyReadAtOnceAndNoMore() throws Exception {
        CountDownLatch reading = new CountDownLatch(MOST_AT_ONCE);
        CountDownLatch end = new CountDownLatch(1);
        try (ExecutorService readers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Boolean>> all = new ArrayList<>();
            for (int reader = 0; reader < MOST_AT_ONCE; reader++) {
                all.add(readers.submit(() -> reads.read(() -> {
                    reading.countDown();
                    return awaited(end);
                })));
            }
            reading.await();

            assertThatExceptionOfType(TransientDataAccessResourceException.class)
                    .isThrownBy(() -> reads.readAtOnce(() -> true));
            assertThatExceptionOfType(TransientDataAccessResourceException.class)
                    .isThrownBy(() -> reads.read(() -> true));

            end.countDown();
            for (Future<Boolean> reader : all) {
                assertThat(reader.get()).isTrue();
            }
            assertThat(reads.readAtOnce(() -> true)).isTrue();
        }
    }

    private static boolean awaited(CountDownLatch latch) {
        try {
            latch.await();
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
