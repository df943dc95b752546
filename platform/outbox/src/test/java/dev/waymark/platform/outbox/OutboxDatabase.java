package dev.waymark.platform.outbox;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** A new database with an outbox, on a PostgreSQL that keeps its WAL for logical decoding. */
final class OutboxDatabase implements AutoCloseable {
    private static final EmbeddedPostgres server = start();

    final JdbcClient sql;
    final JdbcTransactionManager transactions;
    final TransactionTemplate transaction;
    final Outbox outbox;
    final String slotName;

    OutboxDatabase() {
        String name = "d" + Long.toString(ThreadLocalRandom.current().nextLong(Long.MAX_VALUE), 36);
        JdbcClient.create(server.getPostgresDatabase())
                .sql("create database " + name)
                .update();
        DataSource database = server.getDatabase("postgres", name);
        Flyway.configure()
                .dataSource(database)
                .locations("classpath:db/outbox")
                .load()
                .migrate();
        this.transactions = new JdbcTransactionManager(database);
        this.sql = JdbcClient.create(database);
        this.transaction = new TransactionTemplate(transactions);
        this.outbox = new Outbox(new JdbcTemplate(database));
        this.slotName = name + "_outbox";
    }

    private static EmbeddedPostgres start() {
        try {
            return EmbeddedPostgres.builder()
                    .setServerConfig("wal_level", "logical")
                    // Only flushed WAL can be confirmed.
                    .setServerConfig("synchronous_commit", "on")
                    .setServerConfig("max_replication_slots", "40")
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The slot as one copy of the service knows it. */
    OutboxSlot slot() {
        return new OutboxSlot(slotName, sql, transaction);
    }

    /** Appends one record for each key in one transaction. */
    void append(String... keys) {
        transaction.executeWithoutResult(_ -> outbox.append(
                List.of(keys).stream().map(key -> record(key, "{}")).toList()));
    }

    static OutboxRecord record(String key, @Nullable String payload) {
        return new OutboxRecord("thing.state", key, "thing.changed", 1, 7, payload);
    }

    List<String> keys() {
        return sql.sql("select key from outbox order by position")
                .query(String.class)
                .list();
    }

    /** What Connect does once Kafka has the records. */
    void confirmAll() {
        sql.sql("select pg_replication_slot_advance(?, pg_current_wal_insert_lsn())")
                .param(slotName)
                .query()
                .singleRow();
    }

    void dropSlot() {
        sql.sql("select pg_drop_replication_slot(?)").param(slotName).query().singleRow();
    }

    boolean slotExists() {
        return sql.sql("select count(*) from pg_replication_slots where slot_name = ?")
                        .param(slotName)
                        .query(Long.class)
                        .single()
                == 1;
    }

    @Override
    public void close() {
        if (slotExists()) {
            dropSlot();
        }
    }
}
