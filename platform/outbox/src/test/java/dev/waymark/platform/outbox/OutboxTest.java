package dev.waymark.platform.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Scope;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.IllegalTransactionStateException;

class OutboxTest {
    private final OutboxDatabase database = new OutboxDatabase();

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void withoutATransactionNothingIsAppended() {
        assertThatThrownBy(() -> database.outbox.append(List.of(OutboxDatabase.record("a", "{}"))))
                .isInstanceOf(IllegalTransactionStateException.class);
        assertThat(database.keys()).isEmpty();
    }

    @Test
    void recordsShareTheFateOfTheirTransaction() {
        database.transaction.executeWithoutResult(status -> {
            database.outbox.append(List.of(OutboxDatabase.record("a", "{}")));
            status.setRollbackOnly();
        });
        assertThat(database.keys()).isEmpty();
    }

    @Test
    void recordsKeepTheirOrder() {
        String[] keys = IntStream.range(0, 1000).mapToObj(String::valueOf).toArray(String[]::new);

        database.append(keys);

        assertThat(database.keys()).containsExactly(keys);
    }

    @Test
    void aRecordIsStoredToTheByte() {
        String payload = "{\"name\": \"Ærø \\u0022 ' ; {} , NULL\",  \"n\":1.0}";
        OutboxRecord record = OutboxDatabase.record("a,b\"{}", payload);

        database.transaction.executeWithoutResult(_ -> database.outbox.append(List.of(record)));

        Map<String, Object> row =
                database.sql.sql("select * from outbox").query().singleRow();
        assertThat(row)
                .hasEntrySatisfying(
                        "id", id -> assertThat(((UUID) id).version()).isEqualTo(7))
                .containsEntry("topic", "thing.state")
                .containsEntry("key", "a,b\"{}")
                .containsEntry("type", "thing.changed")
                .containsEntry("schema_version", 1)
                .containsEntry("aggregate_version", 7L)
                .containsEntry("payload", payload)
                .containsEntry("traceparent", null);
    }

    @Test
    void aTombstoneHasNoPayload() {
        database.transaction.executeWithoutResult(_ ->
                database.outbox.append(List.of(OutboxDatabase.record("a", null), OutboxDatabase.record("b", "{}"))));

        assertThat(database.sql
                        .sql("select key from outbox where payload is null")
                        .query(String.class)
                        .list())
                .containsExactly("a");
    }

    @Test
    void theTraceTravelsWithTheRecord() {
        SpanContext span = SpanContext.create(
                "4bf92f3577b34da6a3ce929d0e0e4736",
                "00f067aa0ba902b7",
                TraceFlags.getSampled(),
                TraceState.getDefault());
        try (Scope _ = Span.wrap(span).makeCurrent()) {
            database.append("a");
        }

        assertThat(database.sql
                        .sql("select traceparent from outbox")
                        .query(String.class)
                        .single())
                .isEqualTo("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");
    }

    @Test
    void anEmptyListIsNoWork() {
        database.append();
        assertThat(database.keys()).isEmpty();
    }
}
