package dev.waymark.organization;

import static dev.waymark.organization.schema.Tables.ORGANIZATION;
import static dev.waymark.organization.schema.Tables.ORGANIZATION_IDENTIFIER;
import static dev.waymark.organization.schema.Tables.ORGANIZATION_REVISION;
import static dev.waymark.organization.schema.Tables.ORGANIZATION_SLUG;

import dev.waymark.events.OrganizationState;
import dev.waymark.events.OrganizationState.Identifier;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jooq.DSLContext;
import org.jooq.Query;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Repository;

/** The statements that write organisations: one prepared statement for however many rows. */
@Repository
class OrganizationRows {
    private static final @Nullable String NULL = null;

    private final DSLContext sql;

    OrganizationRows(DSLContext sql) {
        this.sql = sql;
    }

    /** @throws DuplicateKeyException when a slug was taken just now */
    void insert(List<Step> steps) {
        Query insert = sql.insertInto(
                        ORGANIZATION,
                        ORGANIZATION.ID,
                        ORGANIZATION.VERSION,
                        ORGANIZATION.SLUG,
                        ORGANIZATION.NAME,
                        ORGANIZATION.STATUS,
                        ORGANIZATION.COUNTRY,
                        ORGANIZATION.DOCUMENT,
                        ORGANIZATION.CONTENT_HASH,
                        ORGANIZATION.CREATED_AT,
                        ORGANIZATION.UPDATED_AT)
                .values((UUID) null, (Long) null, NULL, NULL, NULL, NULL, NULL, NULL, (Instant) null, (Instant) null);
        batch(insert, steps, step -> {
            OrganizationState after = step.after();
            return values(
                    after.id(),
                    after.version(),
                    after.slug(),
                    after.name(),
                    after.status(),
                    after.country(),
                    step.document(),
                    step.contentHash(),
                    after.createdAt(),
                    after.updatedAt());
        });
    }

    /** @throws StaleChangeException when a row is no longer at the version that its change was decided on */
    void update(List<Step> steps) {
        Query update = sql.update(ORGANIZATION)
                .set(ORGANIZATION.VERSION, (Long) null)
                .set(ORGANIZATION.SLUG, NULL)
                .set(ORGANIZATION.NAME, NULL)
                .set(ORGANIZATION.STATUS, NULL)
                .set(ORGANIZATION.COUNTRY, NULL)
                .set(ORGANIZATION.DOCUMENT, NULL)
                .set(ORGANIZATION.CONTENT_HASH, NULL)
                .set(ORGANIZATION.DELETED, (Boolean) null)
                .set(ORGANIZATION.UPDATED_AT, (Instant) null)
                .where(ORGANIZATION.ID.eq((UUID) null))
                .and(ORGANIZATION.VERSION.eq((Long) null))
                .and(ORGANIZATION.DELETED.isFalse());
        int[] counts = batch(update, steps, step -> {
            OrganizationState after = step.after();
            return values(
                    after.version(),
                    after.slug(),
                    after.name(),
                    after.status(),
                    after.country(),
                    step.document(),
                    step.contentHash(),
                    after.deleted(),
                    after.updatedAt(),
                    after.id(),
                    after.version() - 1);
        });
        if (IntStream.of(counts).anyMatch(count -> count == 0)) {
            throw new StaleChangeException();
        }
    }

    /** @param dates of what time the information is, for those that an import brought */
    void insertRevisions(List<Step> steps, String author, Map<UUID, Instant> dates) {
        Query insert = sql.insertInto(
                        ORGANIZATION_REVISION,
                        ORGANIZATION_REVISION.ORGANIZATION_ID,
                        ORGANIZATION_REVISION.VERSION,
                        ORGANIZATION_REVISION.DOCUMENT,
                        ORGANIZATION_REVISION.AUTHOR,
                        ORGANIZATION_REVISION.CHANGED_AT,
                        ORGANIZATION_REVISION.AS_OF)
                .values((UUID) null, (Long) null, NULL, NULL, (Instant) null, (Instant) null);
        batch(
                insert,
                steps,
                step -> values(
                        step.after().id(),
                        step.after().version(),
                        step.document(),
                        author,
                        step.after().updatedAt(),
                        dates.get(step.after().id())));
    }

    /** @throws StaleChangeException when a slug became another organisation's meanwhile */
    void insertSlugs(List<Step> steps) {
        Query insert = sql.insertInto(ORGANIZATION_SLUG, ORGANIZATION_SLUG.SLUG, ORGANIZATION_SLUG.ORGANIZATION_ID)
                .values(NULL, null)
                .onConflictDoNothing();
        batch(insert, steps, step -> values(step.after().slug(), step.after().id()));
    }

    /** @return who has, or ever had, which of these slugs */
    Map<String, UUID> slugOwners(Collection<String> slugs) {
        if (slugs.isEmpty()) {
            return Map.of();
        }
        return sql.select(ORGANIZATION_SLUG.SLUG, ORGANIZATION_SLUG.ORGANIZATION_ID)
                .from(ORGANIZATION_SLUG)
                .where(ORGANIZATION_SLUG.SLUG.eq(DSL.any(slugs.toArray(String[]::new))))
                .fetchMap(ORGANIZATION_SLUG.SLUG, ORGANIZATION_SLUG.ORGANIZATION_ID);
    }

    /** @throws DuplicateKeyException when another organisation has the same registry identifier */
    void insertIdentifiers(List<Step> steps) {
        record Row(UUID organization, Identifier identifier) {}
        Query insert = sql.insertInto(
                        ORGANIZATION_IDENTIFIER,
                        ORGANIZATION_IDENTIFIER.ORGANIZATION_ID,
                        ORGANIZATION_IDENTIFIER.SCHEME,
                        ORGANIZATION_IDENTIFIER.VALUE,
                        ORGANIZATION_IDENTIFIER.EXCLUSIVE)
                .values((UUID) null, NULL, NULL, (Boolean) null);
        List<Row> rows = steps.stream()
                .flatMap(step -> step.after().identifiers().stream()
                        .map(identifier -> new Row(step.after().id(), identifier)))
                .toList();
        batch(
                insert,
                rows,
                row -> values(
                        row.organization(),
                        row.identifier().scheme(),
                        row.identifier().value(),
                        ProfileRules.isExclusive(row.identifier())));
    }

    void deleteIdentifiers(List<Step> steps) {
        UUID[] ids = steps.stream().map(step -> step.after().id()).toArray(UUID[]::new);
        if (ids.length > 0) {
            sql.deleteFrom(ORGANIZATION_IDENTIFIER)
                    .where(ORGANIZATION_IDENTIFIER.ORGANIZATION_ID.eq(DSL.any(ids)))
                    .execute();
        }
    }

    private <T> int[] batch(Query statement, List<T> rows, Function<T, Object[]> values) {
        if (rows.isEmpty()) {
            return new int[0];
        }
        return sql.batch(statement)
                .bind(rows.stream().map(values).toArray(Object[][]::new))
                .execute();
    }

    private static @Nullable Object[] values(@Nullable Object... values) {
        return values;
    }
}
