package dev.waymark.search.intake;

import dev.waymark.search.indexing.PushLock;
import dev.waymark.search.readmodel.Documents;
import dev.waymark.search.telemetry.BatchSpans;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.trace.SpanKind;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/** Takes batches of records in. When it returns, every record is in the table, was older than what is there, or is a dead letter. */
@Component
class Intake {
    private static final Logger log = LoggerFactory.getLogger(Intake.class);

    private final Documents documents;
    private final DeadLetters deadLetters;
    private final PushLock pushes;
    private final BatchSpans spans;
    private final Counter changed;
    private final Counter dropped;
    private final Counter dead;

    Intake(Documents documents, DeadLetters deadLetters, PushLock pushes, BatchSpans spans, MeterRegistry registry) {
        this.documents = documents;
        this.deadLetters = deadLetters;
        this.pushes = pushes;
        this.spans = spans;
        this.changed = counter(registry, "changed");
        this.dropped = counter(registry, "dropped");
        this.dead = counter(registry, "dead");
    }

    private static Counter counter(MeterRegistry registry, String outcome) {
        return Counter.builder("waymark.intake")
                .tag("outcome", outcome)
                .description("records of the state topic by what became of them")
                .register(registry);
    }

    /**
     * @param changed organisations that changed
     * @param dead records that became dead letters
     */
    record Outcome(int changed, int dead) {}

    /**
     * @param records in the order of the topic
     * @throws DataAccessException when the database is away: the batch must come again
     * @throws DeadLetterException when a dead letter could not be written: likewise
     */
    Outcome take(List<ConsumerRecord<byte[], byte[]>> records) throws InterruptedException {
        List<Reading.Accepted> accepted = new ArrayList<>(records.size());
        List<Reading.Poison> poison = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : records) {
            switch (RecordReader.read(record)) {
                case Reading.Accepted fine -> accepted.add(fine);
                case Reading.Poison bad -> poison.add(bad);
            }
        }
        int[] taken = new int[1];
        spans.run(
                "take in organization states",
                SpanKind.CONSUMER,
                accepted.stream().map(reading -> reading.state().traceparent()).toList(),
                records.size(),
                () -> taken[0] = store(accepted, poison));
        if (taken[0] > 0) {
            pushes.wake();
        }
        deadLetters.send(poison);
        changed.increment(taken[0]);
        dropped.increment(Math.max(0, records.size() - taken[0] - poison.size()));
        dead.increment(poison.size());
        return new Outcome(taken[0], poison.size());
    }

    private int store(List<Reading.Accepted> accepted, List<Reading.Poison> poison) {
        try {
            return documents.take(accepted.stream().map(Reading.Accepted::state).toList());
        } catch (DataAccessException e) {
            if (!isDataAtFault(e)) {
                throw e;
            }
            if (accepted.size() == 1) {
                log.warn("the database refuses a record", e);
                poison.add(new Reading.Poison(accepted.getFirst().record(), "the database refuses the document"));
                return 0;
            }
            int half = accepted.size() / 2;
            return store(accepted.subList(0, half), poison) + store(accepted.subList(half, accepted.size()), poison);
        }
    }

    /** SQLSTATE classes 22 and 23, and 54 (a limit of the server's): the same statement will fail again. */
    private static boolean isDataAtFault(DataAccessException e) {
        return e.getMostSpecificCause() instanceof SQLException sql
                && sql.getSQLState() != null
                && sql.getSQLState().matches("(22|23|54).*");
    }
}
