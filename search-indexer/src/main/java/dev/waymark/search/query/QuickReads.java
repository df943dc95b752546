package dev.waymark.search.query;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.dao.TransientDataAccessResourceException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Reads of the table for somebody who waits: within a bounded time, and so few at once that the states that arrive always find a
 * connection.
 */
@Component
class QuickReads {
    /** For each statement, in milliseconds. */
    private static final int STATEMENT_TIMEOUT = 250;

    private static final int MOST_AT_ONCE = 4;
    private static final Duration LONGEST_WAIT = Duration.ofMillis(500);
    /** How much of a text has to be alike where likeness is searched for; from 0 to 1. */
    private static final String LIKENESS = "0.5";

    private final Semaphore permits = new Semaphore(MOST_AT_ONCE);
    private final JdbcClient sql;
    private final TransactionTemplate transaction;

    QuickReads(JdbcClient sql, PlatformTransactionManager transactions) {
        this.sql = sql;
        this.transaction = new TransactionTemplate(transactions);
        this.transaction.setReadOnly(true);
    }

    /**
     * Waits for its turn, half a second at the most.
     *
     * @throws QueryTimeoutException when a statement takes too long
     * @throws TransientDataAccessResourceException when too many read already
     */
    <T> T read(Supplier<T> query) {
        return read(query, LONGEST_WAIT);
    }

    /** The same without waiting for a turn: for what one can do without. */
    <T> T readAtOnce(Supplier<T> query) {
        return read(query, Duration.ZERO);
    }

    private <T> T read(Supplier<T> query, Duration wait) {
        try {
            if (!permits.tryAcquire(wait.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new TransientDataAccessResourceException("too many searches read the table");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TransientDataAccessResourceException("interrupted", e);
        }
        try {
            return Objects.requireNonNull(transaction.execute(_ -> {
                sql.sql("select set_config('statement_timeout', '" + STATEMENT_TIMEOUT
                                + "', true), set_config('pg_trgm.word_similarity_threshold', '" + LIKENESS + "', true)")
                        .query()
                        .listOfRows();
                return query.get();
            }));
        } finally {
            permits.release();
        }
    }
}
