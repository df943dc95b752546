package dev.waymark.organization;

import dev.waymark.events.OrganizationState;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jooq.DSLContext;
import org.jooq.Record1;
import org.jooq.impl.DSL;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Stores changes with everything that belongs to them: slug, identifiers, revision, and the records of the outbox. */
@Repository
class OrganizationStore {
    private final DSLContext sql;
    private final OrganizationRows rows;
    private final OrganizationPublisher publisher;
    private final Clock clock;

    OrganizationStore(DSLContext sql, OrganizationRows rows, OrganizationPublisher publisher, Clock clock) {
        this.sql = sql;
        this.rows = rows;
        this.publisher = publisher;
        this.clock = clock;
    }

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
        return store(changes, author, Map.of());
    }

    /**
     * As {@link #store(List, String)}, for an import.
     *
     * @param dates of what time the information in a change is, by the id of the organisation
     */
    @Transactional(propagation = Propagation.MANDATORY)
    List<OrganizationState> store(List<Change> changes, String author, Map<UUID, Instant> dates) {
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
        rows.insertRevisions(steps, author, dates);
        publisher.publish(steps);
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
}
