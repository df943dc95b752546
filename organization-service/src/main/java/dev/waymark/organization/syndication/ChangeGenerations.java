package dev.waymark.organization.syndication;

import static dev.waymark.organization.schema.Tables.CHANGE_GENERATION;
import static dev.waymark.organization.schema.Tables.DUMP;

import dev.waymark.platform.web.Problem;
import dev.waymark.platform.web.StandardProblems;
import java.time.Duration;
import java.util.Objects;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.impl.DSL;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Which cursors of the change feed are good. They count in transactions of the database's cluster, so they are good in that cluster
 * only: a database that was restored, or whose standby took over, begins a new generation.
 */
@Component
class ChangeGenerations {
    private static final Logger log = LoggerFactory.getLogger(ChangeGenerations.class);
    private static final int STEP = 10_000;
    private static final Duration COME_BACK = Duration.ofSeconds(5);

    private static final Field<Boolean> MOVED = CHANGE_GENERATION
            .ORIGIN
            .ne(DSL.field("organization_change_origin()", String.class))
            .as("moved");
    /** No row that can be seen is of a transaction that has not begun yet, unless it came from another cluster. */
    private static final Field<Boolean> AHEAD = DSL.field(
                    "coalesce((select changed_xact from organization order by changed_xact desc, id desc limit 1)"
                            + " >= pg_snapshot_xmax(pg_current_snapshot()), false)",
                    Boolean.class)
            .as("ahead");

    private final DSLContext sql;
    private final TransactionTemplate transaction;

    ChangeGenerations(DSLContext sql, TransactionTemplate transaction) {
        this.sql = sql;
        this.transaction = transaction;
    }

    /**
     * The present generation, after a new one was begun if there had to be.
     *
     * @throws Problem {@code service_unavailable} while another caller is beginning it
     */
    UUID current() {
        var now = sql.select(CHANGE_GENERATION.GENERATION, MOVED, AHEAD)
                .from(CHANGE_GENERATION)
                .fetchSingle();
        return now.value2() || now.value3() ? Objects.requireNonNull(transaction.execute(_ -> begin())) : now.value1();
    }

    private UUID begin() {
        UUID claimed = sql.select(CHANGE_GENERATION.GENERATION)
                .from(CHANGE_GENERATION)
                .forUpdate()
                .skipLocked()
                .fetchOne(CHANGE_GENERATION.GENERATION);
        if (claimed == null) {
            throw StandardProblems.of(HttpStatus.SERVICE_UNAVAILABLE).retryAfter(COME_BACK);
        }
        // Writers wait: a row must not slip in with a number that is taken for one of the other cluster.
        sql.execute("lock table organization in share row exclusive mode");
        var now = sql.select(CHANGE_GENERATION.GENERATION, MOVED, AHEAD)
                .from(CHANGE_GENERATION)
                .fetchSingle();
        if (!now.value2() && !now.value3()) {
            return now.value1();
        }
        if (now.value3()) {
            renumber();
        }
        // Their cursors are of no use any more, and the schedule makes a new one.
        sql.deleteFrom(DUMP).execute();
        UUID generation = UUID.randomUUID();
        sql.update(CHANGE_GENERATION)
                .set(CHANGE_GENERATION.GENERATION, generation)
                .set(CHANGE_GENERATION.ORIGIN, DSL.field("organization_change_origin()", String.class))
                .set(CHANGE_GENERATION.BEGAN_AT, DSL.field("now()", CHANGE_GENERATION.BEGAN_AT.getDataType()))
                .execute();
        log.warn("the database was restored or moved: the change feed begins a new generation, and cursors expire");
        return generation;
    }

    /** The trigger gives each row the number of this transaction. In steps, so that no statement takes longer than a connection waits. */
    private void renumber() {
        UUID last = new UUID(0, 0);
        while (last != null) {
            last = sql.fetchOptional("""
                            with step as (select id from organization where id > {0} order by id limit {1}),
                                renumbered as (
                                    update organization set version = version from step where organization.id = step.id)
                            select id from step order by id desc limit 1
                            """, DSL.val(last), DSL.val(STEP))
                    .map(row -> row.get(0, UUID.class))
                    .orElse(null);
        }
    }
}
