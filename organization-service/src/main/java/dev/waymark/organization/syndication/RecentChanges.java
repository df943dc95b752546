package dev.waymark.organization.syndication;

import static dev.waymark.organization.schema.Tables.ORGANIZATION;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jooq.DSLContext;
import org.springframework.stereotype.Repository;

/** What changed last, the newest first. */
@Repository
class RecentChanges {
    private final DSLContext sql;

    RecentChanges(DSLContext sql) {
        this.sql = sql;
    }

    /** The latest change of an organisation, and what the organisation is since. */
    record Recent(UUID id, long version, String slug, String name, String status, boolean deleted, Instant at) {}

    List<Recent> newest(int limit) {
        return sql.select(
                        ORGANIZATION.ID,
                        ORGANIZATION.VERSION,
                        ORGANIZATION.SLUG,
                        ORGANIZATION.NAME,
                        ORGANIZATION.STATUS,
                        ORGANIZATION.DELETED,
                        ORGANIZATION.UPDATED_AT)
                .from(ORGANIZATION)
                .orderBy(ChangeFeed.POSITION.desc(), ORGANIZATION.ID.desc())
                .limit(limit)
                .fetch(row -> new Recent(
                        row.value1(),
                        row.value2(),
                        row.value3(),
                        row.value4(),
                        row.value5(),
                        row.value6(),
                        row.value7()));
    }

    /** @return empty when nothing was ever stored */
    Optional<Instant> last() {
        return newest(1).stream().findFirst().map(Recent::at);
    }
}
