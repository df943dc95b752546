package dev.waymark.organization.syndication;

import static dev.waymark.organization.schema.Tables.ORGANIZATION;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Repository;

/**
 * The directory in parts of so many organisations each, in the order of ids. Ids grow with time and no row is ever removed, so an
 * organisation stays in its part and new ones come to the last; that deleted and withdrawn ones are counted, and not listed, keeps it so.
 */
@Repository
class SitemapReader {
    /** sitemaps.org protocol 0.9: 50,000 URLs in a file at the most. At fewer than 300 bytes each they stay far below its 50 MB. */
    private static final int MOST = 50_000;

    private static final Condition LISTED = ORGANIZATION.DELETED.isFalse().and(ORGANIZATION.STATUS.ne("withdrawn"));

    private final DSLContext sql;
    private final Clock clock;
    private final int size;
    private final Duration pause;
    private @Nullable Known known;

    /**
     * @param size organisations in a part
     * @param pause how long what was found out about all parts is good for
     */
    SitemapReader(
            DSLContext sql,
            Clock clock,
            @Value("${waymark.sitemap.size:" + MOST + "}") int size,
            @Value("${waymark.sitemap.pause:PT10S}") Duration pause) {
        this.sql = sql;
        this.clock = clock;
        this.size = size;
        this.pause = pause;
    }

    private record Known(List<Part> parts, Instant at) {}

    /**
     * @param number from 1
     * @param lastChange of any of its organisations, those that are not listed any more among them
     */
    record Part(int number, Instant lastChange) {}

    /**
     * Where a part is.
     *
     * @param first the first id in it
     * @param end the first id of the next part; null in the last one
     * @param tag tells one content of the part from every other: each change adds to the sum of versions
     */
    record Extent(UUID first, @Nullable UUID end, Instant lastChange, String tag) {}

    record Listed(UUID id, String slug, Instant updatedAt) {}

    /**
     * The parts in which something is listed. With a million organisations this reads for seconds: one caller does, the others wait
     * without a connection to the database, and all of them have it for a while.
     */
    synchronized List<Part> parts() {
        Instant now = clock.instant();
        if (known == null || !known.at().plus(pause).isAfter(now)) {
            known = new Known(countParts(), now);
        }
        return known.parts();
    }

    private List<Part> countParts() {
        Field<Integer> part = DSL.field("(row_number() over (order by id) - 1) / {0} + 1", Integer.class, DSL.val(size))
                .as("part");
        var numbered = sql.select(
                        part, ORGANIZATION.UPDATED_AT, DSL.field(LISTED).as("listed"))
                .from(ORGANIZATION)
                .asTable("numbered");
        Field<Instant> lastChange = DSL.max(numbered.field(ORGANIZATION.UPDATED_AT));
        return sql.select(numbered.field(part), lastChange)
                .from(numbered)
                .groupBy(numbered.field(part))
                .having(DSL.field("bool_or(listed)", Boolean.class))
                .orderBy(numbered.field(part))
                .fetch(row -> new Part(row.value1(), row.value2()));
    }

    /** @return empty when the directory is not that large */
    Optional<Extent> extent(int number) {
        long before = (long) (number - 1) * size;
        List<UUID> ends = sql.select(ORGANIZATION.ID)
                .from(ORGANIZATION)
                .orderBy(ORGANIZATION.ID)
                .offset(before)
                .limit(1)
                .fetch(ORGANIZATION.ID);
        if (ends.isEmpty()) {
            return Optional.empty();
        }
        UUID first = ends.getFirst();
        UUID end = sql.select(ORGANIZATION.ID)
                .from(ORGANIZATION)
                .where(ORGANIZATION.ID.ge(first))
                .orderBy(ORGANIZATION.ID)
                .offset(size)
                .limit(1)
                .fetchOne(ORGANIZATION.ID);
        var sums = sql.select(DSL.max(ORGANIZATION.UPDATED_AT), DSL.count(), DSL.sum(ORGANIZATION.VERSION))
                .from(ORGANIZATION)
                .where(within(first, end))
                .fetchSingle();
        return Optional.of(new Extent(first, end, sums.value1(), sums.value2() + "-" + sums.value3()));
    }

    /**
     * Listed organisations of a part, page by page, so that a slow reader holds no connection to the database.
     *
     * @param after the last id of the page before; null for the first page
     */
    List<Listed> page(Extent extent, @Nullable UUID after, int limit) {
        return sql.select(ORGANIZATION.ID, ORGANIZATION.SLUG, ORGANIZATION.UPDATED_AT)
                .from(ORGANIZATION)
                .where(within(extent.first(), extent.end()))
                .and(after == null ? DSL.noCondition() : ORGANIZATION.ID.gt(after))
                .and(LISTED)
                .orderBy(ORGANIZATION.ID)
                .limit(limit)
                .fetch(row -> new Listed(row.value1(), row.value2(), row.value3()));
    }

    private static Condition within(UUID first, @Nullable UUID end) {
        return ORGANIZATION.ID.ge(first).and(end == null ? DSL.noCondition() : ORGANIZATION.ID.lt(end));
    }
}
