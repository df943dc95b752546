package dev.waymark.organization;

import static dev.waymark.organization.schema.Tables.IMPORT_PROGRESS;

import java.time.Instant;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** How far imports came that have not ended, so that one that was killed goes on where it stopped. */
@Repository
class ImportProgress {
    private final DSLContext sql;

    ImportProgress(DSLContext sql) {
        this.sql = sql;
    }

    /**
     * @param records so many from the start of the file are decided
     * @param line the line on which the last of them begins
     */
    record Position(long records, long line) {
        static final Position START = new Position(0, 0);
    }

    Position of(String fingerprint) {
        return sql.select(IMPORT_PROGRESS.RECORDS, IMPORT_PROGRESS.LINE)
                .from(IMPORT_PROGRESS)
                .where(IMPORT_PROGRESS.FINGERPRINT.eq(fingerprint))
                .fetchOptional(row -> new Position(row.value1(), row.value2()))
                .orElse(Position.START);
    }

    /** Belongs into the transaction that stored what it tells of; never goes back when two do the same import at once. */
    @Transactional(propagation = Propagation.MANDATORY)
    void advance(String fingerprint, Position position) {
        sql.insertInto(IMPORT_PROGRESS)
                .columns(IMPORT_PROGRESS.FINGERPRINT, IMPORT_PROGRESS.RECORDS, IMPORT_PROGRESS.LINE)
                .values(fingerprint, position.records(), position.line())
                .onConflict(IMPORT_PROGRESS.FINGERPRINT)
                .doUpdate()
                .set(IMPORT_PROGRESS.RECORDS, DSL.excluded(IMPORT_PROGRESS.RECORDS))
                .set(IMPORT_PROGRESS.LINE, DSL.excluded(IMPORT_PROGRESS.LINE))
                .set(IMPORT_PROGRESS.UPDATED_AT, DSL.field("now()", Instant.class))
                .where(IMPORT_PROGRESS.RECORDS.lt(DSL.excluded(IMPORT_PROGRESS.RECORDS)))
                .execute();
    }

    void forget(String fingerprint) {
        sql.deleteFrom(IMPORT_PROGRESS)
                .where(IMPORT_PROGRESS.FINGERPRINT.eq(fingerprint))
                .execute();
    }
}
