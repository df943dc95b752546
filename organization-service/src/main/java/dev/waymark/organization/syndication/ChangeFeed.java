package dev.waymark.organization.syndication;

import static dev.waymark.organization.schema.Tables.CHANGE_GENERATION;
import static dev.waymark.organization.schema.Tables.ORGANIZATION;

import dev.waymark.platform.web.Problem;
import java.util.List;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record3;
import org.jooq.Result;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Every organisation once, at its latest state, in the order of the transactions that changed them last. Only transactions are shown
 * below which none is under way any more: whatever commits later comes after what was shown.
 */
@Repository
class ChangeFeed {
    private static final Field<Long> XACT = DSL.field("organization.changed_xact::text::bigint", Long.class);
    /** With its table's name: alone, it would mean the column of the result, which is text cast anew and in no index. */
    static final Field<?> POSITION = DSL.field("organization.changed_xact");

    private static final String OLDEST_UNDER_WAY = "pg_snapshot_xmin(pg_current_snapshot())";
    private static final Condition SETTLED = DSL.condition("organization.changed_xact < " + OLDEST_UNDER_WAY);

    private final DSLContext sql;
    private final ChangeGenerations generations;

    ChangeFeed(DSLContext sql, ChangeGenerations generations) {
        this.sql = sql;
        this.generations = generations;
    }

    /**
     * @param documents as they are stored
     * @param next where the following page begins
     * @param more whether that page had something to show already
     */
    record Page(List<String> documents, ChangeCursor next, boolean more) {}

    /**
     * @param since a cursor as text; null to begin with the first change
     * @throws Problem {@code malformed_request} when that is no cursor, {@code cursor_expired} when it is of an earlier generation
     */
    Page page(@Nullable String since, int limit) {
        UUID generation = generations.current();
        ChangeCursor from = since == null
                ? ChangeCursor.start(generation)
                : ChangeCursor.decode(since).orElseThrow(ChangeFeed::notACursor);
        if (!from.generation().equals(generation)) {
            throw expired();
        }
        Result<Record3<Long, UUID, String>> rows = sql.select(XACT, ORGANIZATION.ID, ORGANIZATION.DOCUMENT)
                .from(ORGANIZATION)
                .where(DSL.condition(
                        "(organization.changed_xact, organization.id) > (cast({0} as xid8), {1})",
                        DSL.val(String.valueOf(from.xact())), DSL.val(from.id())))
                .and(SETTLED)
                .orderBy(POSITION, ORGANIZATION.ID)
                .limit(limit + 1)
                .fetch();
        boolean more = rows.size() > limit;
        List<Record3<Long, UUID, String>> shown = more ? rows.subList(0, limit) : rows;
        ChangeCursor next = shown.isEmpty()
                ? from
                : new ChangeCursor(
                        generation, shown.getLast().value1(), shown.getLast().value2());
        return new Page(shown.stream().map(Record3::value3).toList(), next, more);
    }

    /** Where to go on from what the surrounding transaction sees: at all that it does not see, and perhaps at some that it does. */
    @Transactional(propagation = Propagation.MANDATORY)
    ChangeCursor afterSnapshot() {
        var now = sql.select(CHANGE_GENERATION.GENERATION, DSL.field(OLDEST_UNDER_WAY + "::text::bigint", Long.class))
                .from(CHANGE_GENERATION)
                .fetchSingle();
        return ChangeCursor.beforeTransaction(now.value1(), now.value2());
    }

    private static Problem notACursor() {
        return new Problem(
                HttpStatus.BAD_REQUEST, "malformed_request", "since should be the value of next from the page before.");
    }

    private static Problem expired() {
        return new Problem(
                HttpStatus.GONE,
                "cursor_expired",
                "The directory was restored or moved since this cursor was given out, so it leads nowhere any more."
                        + " Please start again: load the dump at /dumps/organizations.json and follow from its cursor.");
    }
}
