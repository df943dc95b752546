package dev.waymark.organization;

import static dev.waymark.organization.schema.Tables.ORGANIZATION;
import static dev.waymark.organization.schema.Tables.ORGANIZATION_IDENTIFIER;
import static dev.waymark.organization.schema.Tables.ORGANIZATION_REVISION;
import static dev.waymark.organization.schema.Tables.ORGANIZATION_SLUG;

import dev.waymark.events.OrganizationState.Identifier;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.jooq.Condition;
import org.jooq.Cursor;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.Record4;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/** Reads of organisations; documents come as they are stored. */
@Repository
class OrganizationReader {
    private static final int FETCH_SIZE = 500;

    private final DSLContext sql;

    OrganizationReader(DSLContext sql) {
        this.sql = sql;
    }

    /** @param document the public document as JSON; of a deleted organisation, its last one */
    record Stored(UUID id, long version, String slug, boolean deleted, String contentHash, String document) {}

    /** An external identifier as a pair. */
    record Key(String scheme, String value) {
        static Key of(Identifier identifier) {
            return new Key(identifier.scheme(), identifier.value());
        }
    }

    /**
     * Where the current state of an organisation comes from.
     *
     * @param date of what time its information is: that of the change, or what the import said; null for an import that said nothing
     */
    record Origin(String author, @Nullable Instant date) {}

    /** @param document the state that the revision led to */
    record Revision(long version, String author, Instant changedAt, String document) {}

    Optional<Stored> byId(UUID id) {
        return one(ORGANIZATION.ID.eq(id));
    }

    /** By the current slug or any earlier one: the caller compares and redirects. */
    Optional<Stored> bySlug(String slug) {
        return one(ORGANIZATION.ID.eq(sql.select(ORGANIZATION_SLUG.ORGANIZATION_ID)
                .from(ORGANIZATION_SLUG)
                .where(ORGANIZATION_SLUG.SLUG.eq(slug))));
    }

    /** The oldest organisation with this identifier that is not deleted; else a deleted one. */
    Optional<Stored> byIdentifier(Key key) {
        return sql.select(ORGANIZATION.fields())
                .from(ORGANIZATION)
                .join(ORGANIZATION_IDENTIFIER)
                .on(ORGANIZATION_IDENTIFIER.ORGANIZATION_ID.eq(ORGANIZATION.ID))
                .where(ORGANIZATION_IDENTIFIER.SCHEME.eq(key.scheme()))
                .and(ORGANIZATION_IDENTIFIER.VALUE.eq(key.value()))
                .orderBy(ORGANIZATION.DELETED, ORGANIZATION.ID)
                .limit(1)
                .fetchOptional(OrganizationReader::stored);
    }

    /** The organisations that registries name by these identifiers. */
    Map<Key, Stored> byRegistryIdentifiers(Collection<Key> keys) {
        var wanted = DSL.table(
                        "unnest({0}, {1})",
                        DSL.val(keys.stream().map(Key::scheme).toArray(String[]::new)),
                        DSL.val(keys.stream().map(Key::value).toArray(String[]::new)))
                .as("wanted", "scheme", "value");
        Map<Key, Stored> found = new HashMap<>();
        sql.select(ORGANIZATION.fields())
                .select(ORGANIZATION_IDENTIFIER.SCHEME, ORGANIZATION_IDENTIFIER.VALUE)
                .from(wanted)
                .join(ORGANIZATION_IDENTIFIER)
                .on(ORGANIZATION_IDENTIFIER.SCHEME.eq(DSL.field(DSL.name("wanted", "scheme"), String.class)))
                .and(ORGANIZATION_IDENTIFIER.VALUE.eq(DSL.field(DSL.name("wanted", "value"), String.class)))
                .and(ORGANIZATION_IDENTIFIER.EXCLUSIVE)
                .join(ORGANIZATION)
                .on(ORGANIZATION.ID.eq(ORGANIZATION_IDENTIFIER.ORGANIZATION_ID))
                .forEach(row -> found.put(
                        new Key(row.get(ORGANIZATION_IDENTIFIER.SCHEME), row.get(ORGANIZATION_IDENTIFIER.VALUE)),
                        stored(row)));
        return found;
    }

    /**
     * A page of documents in the order of their ids.
     *
     * @param after only organisations with a greater id; null for the first page
     */
    List<Stored> page(@Nullable UUID after, int limit, @Nullable String status, @Nullable String country) {
        Condition which = ORGANIZATION.DELETED.isFalse();
        which = after == null ? which : which.and(ORGANIZATION.ID.gt(after));
        which = status == null ? which : which.and(ORGANIZATION.STATUS.eq(status));
        which = country == null ? which : which.and(ORGANIZATION.COUNTRY.eq(country));
        return sql.selectFrom(ORGANIZATION)
                .where(which)
                .orderBy(ORGANIZATION.ID)
                .limit(limit)
                .fetch(OrganizationReader::stored);
    }

    /** Every document, one by one, without holding all of them in memory. */
    @Transactional(readOnly = true)
    void export(Consumer<String> documents) {
        try (Cursor<?> rows = sql.select(ORGANIZATION.DOCUMENT)
                .from(ORGANIZATION)
                .where(ORGANIZATION.DELETED.isFalse())
                .orderBy(ORGANIZATION.ID)
                .fetchSize(FETCH_SIZE)
                .fetchLazy()) {
            rows.forEach(row -> documents.accept(row.get(ORGANIZATION.DOCUMENT)));
        }
    }

    /** Tells of every organisation that is not deleted. */
    @Transactional(readOnly = true)
    void likenesses(Likenesses likenesses) {
        export(document -> likenesses.add(Documents.state(document)));
    }

    /** What a reader of the state topic should have: id, version, SHA-256 of the document, deleted; sorted by id. */
    @Transactional(readOnly = true)
    void states(Consumer<Record4<UUID, Long, String, Boolean>> states) {
        try (var rows = sql.select(
                        ORGANIZATION.ID,
                        ORGANIZATION.VERSION,
                        DSL.field(
                                "encode(sha256(convert_to({0}, 'UTF8')), 'hex')", String.class, ORGANIZATION.DOCUMENT),
                        ORGANIZATION.DELETED)
                .from(ORGANIZATION)
                .orderBy(ORGANIZATION.ID)
                .fetchSize(FETCH_SIZE)
                .fetchLazy()) {
            rows.forEach(states);
        }
    }

    /** Where the current states of these organisations come from. */
    Map<UUID, Origin> origins(Collection<UUID> ids) {
        if (ids.isEmpty()) {
            return Map.of();
        }
        return sql.select(
                        ORGANIZATION.ID,
                        ORGANIZATION_REVISION.AUTHOR,
                        ORGANIZATION_REVISION.CHANGED_AT,
                        ORGANIZATION_REVISION.AS_OF)
                .from(ORGANIZATION)
                .join(ORGANIZATION_REVISION)
                .on(ORGANIZATION_REVISION.ORGANIZATION_ID.eq(ORGANIZATION.ID))
                .and(ORGANIZATION_REVISION.VERSION.eq(ORGANIZATION.VERSION))
                .where(ORGANIZATION.ID.eq(DSL.any(ids.toArray(UUID[]::new))))
                .fetchMap(Record4::value1, row -> {
                    boolean imported = row.value2().startsWith(Importer.AUTHOR);
                    return new Origin(
                            row.value2(), row.value4() != null ? row.value4() : imported ? null : row.value3());
                });
    }

    /**
     * The newest revisions first.
     *
     * @param before only those with a lower version; null from the newest on
     */
    List<Revision> revisions(UUID id, @Nullable Long before, int limit) {
        Condition which = ORGANIZATION_REVISION.ORGANIZATION_ID.eq(id);
        return sql.select(
                        ORGANIZATION_REVISION.VERSION,
                        ORGANIZATION_REVISION.AUTHOR,
                        ORGANIZATION_REVISION.CHANGED_AT,
                        ORGANIZATION_REVISION.DOCUMENT)
                .from(ORGANIZATION_REVISION)
                .where(before == null ? which : which.and(ORGANIZATION_REVISION.VERSION.lt(before)))
                .orderBy(ORGANIZATION_REVISION.VERSION.desc())
                .limit(limit)
                .fetch(row -> new Revision(row.value1(), row.value2(), row.value3(), row.value4()));
    }

    private Optional<Stored> one(Condition which) {
        return sql.selectFrom(ORGANIZATION).where(which).fetchOptional(OrganizationReader::stored);
    }

    private static Stored stored(Record row) {
        return new Stored(
                row.get(ORGANIZATION.ID),
                row.get(ORGANIZATION.VERSION),
                row.get(ORGANIZATION.SLUG),
                row.get(ORGANIZATION.DELETED),
                row.get(ORGANIZATION.CONTENT_HASH),
                row.get(ORGANIZATION.DOCUMENT));
    }
}
