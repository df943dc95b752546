package dev.waymark.organization;

import static dev.waymark.organization.schema.Tables.ORGANIZATION;

import dev.waymark.events.OrganizationChanged;
import dev.waymark.events.OrganizationState;
import dev.waymark.events.Topics;
import dev.waymark.platform.outbox.Outbox;
import dev.waymark.platform.outbox.OutboxRecord;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Record1;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Stores changes with everything that belongs to them: slug, identifiers, revision, and the records of the outbox. */
@Repository
class OrganizationStore {
    private static final int SCHEMA_VERSION = 1;
    private static final UUID NOBODY = new UUID(0, 0);

    private final DSLContext sql;
    private final OrganizationRows rows;
    private final Outbox outbox;
    private final Clock clock;

    OrganizationStore(DSLContext sql, OrganizationRows rows, Outbox outbox, Clock clock) {
        this.sql = sql;
        this.rows = rows;
        this.outbox = outbox;
        this.clock = clock;
    }

    /** @param last the last of them in the order of ids; of no meaning when there was none */
    record Republished(int count, UUID last) {}

    /** @return that many new UUIDv7 (RFC 9562, section 5.7), in ascending order */
    List<UUID> newIds(int count) {
        return sql.select(DSL.field("uuidv7()", UUID.class))
                .from("generate_series(1, {0})", DSL.val(count))
                .fetch(Record1::value1);
    }

    /**
     * Stores changes of different organisations, all or none.
     *
     * @param author who made them: a client's id, or the name of a command
     * @return the states that they led to, in the same order
     * @throws StaleChangeException when one of them was decided on a state that is no longer current
     * @throws DuplicateKeyException when another organisation has the same registry identifier, or took the same slug just now
     */
    @Transactional(propagation = Propagation.MANDATORY)
    List<OrganizationState> store(List<Change> changes, String author) {
        if (changes.isEmpty()) {
            return List.of();
        }
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        Map<UUID, String> slugs = chooseSlugs(changes);
        List<Step> steps = changes.stream()
                .map(change -> Step.of(change, slugs.getOrDefault(change.id(), ""), now))
                .toList();
        List<Step> created = steps.stream()
                .filter(step -> step.change() instanceof Change.Create)
                .toList();
        List<Step> updated = steps.stream()
                .filter(step -> !(step.change() instanceof Change.Create))
                .toList();
        List<Step> reidentified =
                updated.stream().filter(Step::changesIdentifiers).toList();
        rows.insert(created);
        rows.update(updated);
        rows.insertSlugs(steps.stream().filter(Step::changesSlug).toList());
        rows.deleteIdentifiers(reidentified);
        rows.insertIdentifiers(
                Stream.concat(created.stream(), reidentified.stream()).toList());
        rows.insertRevisions(steps, author);
        outbox.append(records(steps));
        return steps.stream().map(Step::after).toList();
    }

    /** A new slug for new names; an organisation whose name stays keeps its slug. */
    private Map<UUID, String> chooseSlugs(List<Change> changes) {
        Map<UUID, String> chosen = new HashMap<>();
        Map<UUID, List<String>> wanted = new HashMap<>();
        for (Change change : changes) {
            switch (change) {
                case Change.Create(UUID id, CheckedProfile profile) ->
                    wanted.put(id, Slugs.candidates(profile.name(), profile.country(), id));
                case Change.Replace(OrganizationState before, CheckedProfile profile) -> {
                    if (before.name().equals(profile.name())) {
                        chosen.put(before.id(), before.slug());
                    } else {
                        wanted.put(before.id(), Slugs.candidates(profile.name(), profile.country(), before.id()));
                    }
                }
                case Change.Delete(OrganizationState before) -> chosen.put(before.id(), before.slug());
            }
        }
        Map<String, UUID> owners = new HashMap<>(
                rows.slugOwners(wanted.values().stream().flatMap(List::stream).toList()));
        for (Change change : changes) {
            UUID id = change.id();
            List<String> candidates = wanted.get(id);
            if (candidates != null) {
                String slug = candidates.stream()
                        .filter(candidate -> owners.getOrDefault(candidate, id).equals(id))
                        .findFirst()
                        .orElseGet(candidates::getLast);
                owners.put(slug, id);
                chosen.put(id, slug);
            }
        }
        return chosen;
    }

    private List<OutboxRecord> records(List<Step> steps) {
        List<UUID> ids = newIds(steps.size() * 3);
        List<OutboxRecord> records = new ArrayList<>();
        for (int index = 0; index < steps.size(); index++) {
            Step step = steps.get(index);
            OrganizationState after = step.after();
            records.add(state(ids.get(3 * index), after, step.document()));
            if (after.deleted()) {
                records.add(state(ids.get(3 * index + 1), after, null));
            }
            records.add(new OutboxRecord(
                    ids.get(3 * index + 2),
                    Topics.ORGANIZATION_EVENTS,
                    after.id().toString(),
                    eventType(step.change()),
                    SCHEMA_VERSION,
                    after.version(),
                    Documents.write(new OrganizationChanged(
                            after.id(),
                            after.version(),
                            after.slug(),
                            after.name(),
                            step.change() instanceof Change.Replace replace
                                    ? Differences.between(replace.before(), after)
                                    : List.of(),
                            after.updatedAt()))));
        }
        return records;
    }

    private static OutboxRecord state(UUID id, OrganizationState state, @Nullable String payload) {
        return new OutboxRecord(
                id,
                Topics.ORGANIZATION_STATE,
                state.id().toString(),
                Topics.ORGANIZATION_STATE,
                SCHEMA_VERSION,
                state.version(),
                payload);
    }

    private static String eventType(Change change) {
        return switch (change) {
            case Change.Create _ -> "organization.created";
            case Change.Replace _ -> "organization.updated";
            case Change.Delete _ -> "organization.deleted";
        };
    }

    /**
     * Appends current states to the outbox again, deletions included, each with the bytes that were published before.
     *
     * @param after only organisations with a greater id
     * @param most how many at the most
     * @return the last id, or null when there was none
     */
    @Transactional(propagation = Propagation.MANDATORY)
    Republished republish(UUID after, int most) {
        return append(ORGANIZATION.ID.gt(after), most);
    }

    /** As {@link #republish(UUID, int)}, for the organisations named. */
    @Transactional(propagation = Propagation.MANDATORY)
    void republish(List<UUID> ids) {
        append(ORGANIZATION.ID.eq(DSL.any(ids.toArray(UUID[]::new))), Math.max(1, ids.size()));
    }

    private Republished append(Condition which, int most) {
        // Locked, so that no change slips in between and its newer state is overtaken by this one in the outbox.
        var rows = sql.select(ORGANIZATION.ID, ORGANIZATION.VERSION, ORGANIZATION.DOCUMENT, ORGANIZATION.DELETED)
                .from(ORGANIZATION)
                .where(which)
                .orderBy(ORGANIZATION.ID)
                .limit(most)
                .forShare()
                .fetch();
        List<UUID> ids = newIds(rows.size() * 2);
        List<OutboxRecord> records = new ArrayList<>();
        rows.forEach(row -> {
            for (boolean tombstone : row.value4() ? new boolean[] {false, true} : new boolean[] {false}) {
                records.add(new OutboxRecord(
                        ids.get(records.size()),
                        Topics.ORGANIZATION_STATE,
                        row.value1().toString(),
                        Topics.ORGANIZATION_STATE,
                        SCHEMA_VERSION,
                        row.value2(),
                        tombstone ? null : row.value3()));
            }
        });
        outbox.append(records);
        return new Republished(
                rows.size(), rows.isEmpty() ? NOBODY : rows.getLast().value1());
    }
}
