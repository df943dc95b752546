package dev.waymark.organization.syndication;

import static dev.waymark.organization.schema.Tables.DUMP;
import static dev.waymark.organization.schema.Tables.DUMP_CHUNK;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Dumps in the database, where every copy of the service finds them. A dump is claimed, written piece by piece, and then completed; one
 * whose maker has not written for {@link #PATIENCE} is anybody's to clear away.
 */
@Repository
class DumpStore {
    /** Length of every piece but the last, in bytes. */
    static final int PIECE = 1024 * 1024;

    /** A piece takes a second or so. */
    static final Duration PATIENCE = Duration.ofMinutes(5);

    /** The newest, and the one before it for downloads that are under way. */
    private static final int KEPT = 2;

    /** By the clock of the database, which all copies share. */
    private static final Field<Instant> NOW = DSL.field("now()", Instant.class);

    private final DSLContext sql;

    DumpStore(DSLContext sql) {
        this.sql = sql;
    }

    /** @return the id of the dump to write; empty when another process is writing one */
    @Transactional
    Optional<UUID> claim() {
        sql.deleteFrom(DUMP)
                .where(DUMP.COMPLETED_AT.isNull())
                .and(DUMP.TOUCHED_AT.lt(
                        DSL.field("now() - make_interval(secs => {0})", Instant.class, DSL.val(PATIENCE.toSeconds()))))
                .execute();
        return sql.insertInto(DUMP)
                .set(DUMP.ID, DSL.field("uuidv7()", UUID.class))
                .set(DUMP.TOUCHED_AT, NOW)
                .onConflictDoNothing()
                .returningResult(DUMP.ID)
                .fetchOptional(DUMP.ID);
    }

    /**
     * Stores a piece at once, whatever transaction is around.
     *
     * @param number from 0
     * @throws IllegalStateException when the claim was taken away meanwhile
     */
    @Transactional(propagation = Propagation.REQUIRES_NEW)
    void append(UUID dump, int number, byte[] content) {
        holdClaim(sql.update(DUMP)
                .set(DUMP.TOUCHED_AT, NOW)
                .where(DUMP.ID.eq(dump))
                .and(DUMP.COMPLETED_AT.isNull())
                .execute());
        sql.insertInto(DUMP_CHUNK)
                .set(DUMP_CHUNK.DUMP_ID, dump)
                .set(DUMP_CHUNK.NUMBER, number)
                .set(DUMP_CHUNK.CONTENT, content)
                .execute();
    }

    /**
     * From now on the dump is the newest; old ones go.
     *
     * @throws IllegalStateException when the claim was taken away meanwhile
     */
    @Transactional
    void complete(Dump dump) {
        holdClaim(sql.update(DUMP)
                .set(DUMP.COMPLETED_AT, NOW)
                .set(DUMP.CREATED_AT, dump.createdAt())
                .set(DUMP.NEXT_CHANGE, dump.next())
                .set(DUMP.DOCUMENTS, dump.documents())
                .set(DUMP.BYTES, dump.bytes())
                .set(DUMP.SHA256, dump.sha256())
                .where(DUMP.ID.eq(dump.id()))
                .and(DUMP.COMPLETED_AT.isNull())
                .execute());
        sql.deleteFrom(DUMP)
                .where(DUMP.COMPLETED_AT.isNotNull())
                .and(DUMP.ID.notIn(sql.select(DUMP.ID)
                        .from(DUMP)
                        .where(DUMP.COMPLETED_AT.isNotNull())
                        .orderBy(DUMP.CREATED_AT.desc(), DUMP.ID.desc())
                        .limit(KEPT)))
                .execute();
    }

    void giveUp(UUID dump) {
        sql.deleteFrom(DUMP)
                .where(DUMP.ID.eq(dump))
                .and(DUMP.COMPLETED_AT.isNull())
                .execute();
    }

    Optional<Dump> newest() {
        return sql.selectFrom(DUMP)
                .where(DUMP.COMPLETED_AT.isNotNull())
                .orderBy(DUMP.CREATED_AT.desc(), DUMP.ID.desc())
                .limit(1)
                .fetchOptional(row -> new Dump(
                        row.getId(),
                        row.getCreatedAt(),
                        row.getNextChange(),
                        row.getDocuments(),
                        row.getBytes(),
                        row.getSha256()));
    }

    /** @return null when the dump was deleted meanwhile */
    byte @Nullable [] piece(UUID dump, int number) {
        return sql.select(DUMP_CHUNK.CONTENT)
                .from(DUMP_CHUNK)
                .where(DUMP_CHUNK.DUMP_ID.eq(dump))
                .and(DUMP_CHUNK.NUMBER.eq(number))
                .fetchOne(DUMP_CHUNK.CONTENT);
    }

    private static void holdClaim(int rows) {
        if (rows == 0) {
            throw new IllegalStateException("this dump took so long that another process began one in its place");
        }
    }
}
