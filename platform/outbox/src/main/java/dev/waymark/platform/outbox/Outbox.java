package dev.waymark.platform.outbox;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.IllegalTransactionStateException;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Appends facts to the outbox, in the transaction that made them true. */
public final class Outbox {
    private static final String APPEND = """
            insert into outbox (id, topic, key, type, schema_version, aggregate_version, payload, traceparent)
            select uuidv7(), *, ? from unnest(?::text[], ?::text[], ?::text[], ?::int[], ?::bigint[], ?::text[])
            """;

    private final JdbcTemplate jdbc;

    Outbox(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Appends the records in their order, in one statement.
     *
     * @throws IllegalTransactionStateException when the caller has no transaction: a fact must not outlive a change that was rolled
     *     back, nor be missing for one that was not
     */
    public void append(List<OutboxRecord> records) {
        if (!TransactionSynchronizationManager.isActualTransactionActive()) {
            throw new IllegalTransactionStateException(
                    "the outbox is written in the transaction of the change, and there is none");
        }
        if (!records.isEmpty()) {
            jdbc.update(connection -> statement(connection, records));
        }
    }

    private static PreparedStatement statement(Connection connection, List<OutboxRecord> records) throws SQLException {
        PreparedStatement insert = connection.prepareStatement(APPEND);
        insert.setString(1, traceparent());
        insert.setArray(2, array(connection, "text", records, OutboxRecord::topic));
        insert.setArray(3, array(connection, "text", records, OutboxRecord::key));
        insert.setArray(4, array(connection, "text", records, OutboxRecord::type));
        insert.setArray(5, array(connection, "int4", records, OutboxRecord::schemaVersion));
        insert.setArray(6, array(connection, "int8", records, OutboxRecord::aggregateVersion));
        insert.setArray(7, array(connection, "text", records, OutboxRecord::payload));
        return insert;
    }

    private static Array array(
            Connection connection,
            String type,
            List<OutboxRecord> records,
            Function<OutboxRecord, @Nullable Object> column)
            throws SQLException {
        return connection.createArrayOf(type, records.stream().map(column).toArray());
    }

    /** W3C Trace Context, section 3.2, of the current span; null when there is none. */
    private static @Nullable String traceparent() {
        SpanContext span = Span.current().getSpanContext();
        return span.isValid()
                ? "00-" + span.getTraceId() + "-" + span.getSpanId() + "-"
                        + span.getTraceFlags().asHex()
                : null;
    }
}
