package dev.waymark.organization;

import dev.waymark.events.OrganizationState;
import dev.waymark.organization.Likenesses.Likeness;
import dev.waymark.organization.OrganizationReader.Key;
import dev.waymark.organization.OrganizationReader.Origin;
import dev.waymark.organization.OrganizationReader.Stored;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Decides what each record of an import comes to, and stores it. */
@Component
class ImportDecisions {
    private final OrganizationReader reader;
    private final OrganizationStore store;
    private final Clock clock;

    ImportDecisions(OrganizationReader reader, OrganizationStore store, Clock clock) {
        this.reader = reader;
        this.store = store;
        this.clock = clock;
    }

    /** What one import remembers from batch to batch. */
    static final class Memory {
        private final Optional<Likenesses> likenesses;
        /** What a dry run would have stored by now. */
        private final Map<Key, Planned> planned = new HashMap<>();

        private boolean filled;

        private record Planned(Stored stored, @Nullable Instant date) {}

        /** @param likenesses empty when no record can be a duplicate */
        Memory(Optional<Likenesses> likenesses) {
            this.likenesses = likenesses;
        }

        /** Reads the organisations that are here, the first time that somebody needs them. */
        void fill(OrganizationReader reader, boolean needed) {
            if (needed && !filled) {
                likenesses.ifPresent(there -> {
                    reader.likenesses(there);
                    there.keep();
                });
                filled = true;
            }
        }

        void keep() {
            likenesses.ifPresent(Likenesses::keep);
        }
    }

    /** A record whose organisation is here and says something else. */
    private record Replacement(int index, Candidate candidate, Stored stored, CheckedProfile profile) {}

    private final class Batch {
        private final List<Candidate> candidates;
        private final Importer.Settings settings;
        private final Memory memory;
        private final Map<Key, Stored> known;
        private final Iterator<UUID> ids;
        private final List<@Nullable Outcome> outcomes = new ArrayList<>();
        private final List<Replacement> replacements = new ArrayList<>();
        private final List<Change> changes = new ArrayList<>();
        private final Map<UUID, Instant> dates = new HashMap<>();
        private final Set<UUID> touched = new HashSet<>();

        Batch(List<Candidate> candidates, Importer.Settings settings, Memory memory) {
            this.candidates = candidates;
            this.settings = settings;
            this.memory = memory;
            this.known = known();
            this.ids = store.newIds(candidates.size()).iterator();
        }

        private Map<Key, Stored> known() {
            List<Key> keys = candidates.stream()
                    .flatMap(candidate -> candidate.keys().stream())
                    .toList();
            Map<Key, Stored> found = reader.byRegistryIdentifiers(keys);
            if (settings.dryRun()) {
                for (Key key : keys) {
                    Memory.Planned planned = memory.planned.get(key);
                    if (planned != null) {
                        found.put(key, planned.stored());
                    }
                }
            }
            return found;
        }

        List<Outcome> decide() {
            for (Candidate candidate : candidates) {
                Map<UUID, Stored> named = named(candidate);
                if (named.keySet().stream().anyMatch(touched::contains)) {
                    // Decided on what this batch is about to store: that is for the next one.
                    break;
                }
                touched.addAll(named.keySet());
                outcomes.add(outcome(candidate, named));
            }
            replace();
            if (settings.dryRun()) {
                plan();
            } else {
                store.store(changes, settings.author(), dates);
            }
            return outcomes.stream().map(Objects::requireNonNull).toList();
        }

        private Map<UUID, Stored> named(Candidate candidate) {
            Map<UUID, Stored> named = new HashMap<>();
            for (Key key : candidate.keys()) {
                Stored stored = known.get(key);
                if (stored != null) {
                    named.put(stored.id(), stored);
                }
            }
            return named;
        }

        /** @return null when it follows from where the stored state comes from */
        private @Nullable Outcome outcome(Candidate candidate, Map<UUID, Stored> named) {
            if (named.size() > 1) {
                return Outcome.Refused.of(
                        "identifiers",
                        "name different organisations: "
                                + String.join(
                                        ", ",
                                        named.values().stream()
                                                .map(Stored::slug)
                                                .sorted()
                                                .toList()));
            }
            Stored stored = named.isEmpty() ? null : named.values().iterator().next();
            if (stored != null && stored.deleted()) {
                return Outcome.Refused.of("identifiers", "name an organisation that was deleted here, and stays so");
            }
            return switch (candidate.onto(stored)) {
                case ProfileRules.Verdict.Refused refused -> new Outcome.Refused(refused.errors());
                case ProfileRules.Verdict.Accepted(CheckedProfile profile) ->
                    stored == null ? create(candidate, profile) : change(candidate, stored, profile);
            };
        }

        private Outcome create(Candidate candidate, CheckedProfile profile) {
            Likeness like =
                    memory.likenesses.flatMap(known -> known.find(profile)).orElse(null);
            if (like != null && !settings.createDuplicates()) {
                return new Outcome.PossibleDuplicate(like);
            }
            UUID id = ids.next();
            changes.add(new Change.Create(id, profile));
            dates.put(id, date(candidate));
            memory.likenesses.ifPresent(known -> known.add(settings.dryRun() ? null : id, profile));
            return new Outcome.Created(like);
        }

        private @Nullable Outcome change(Candidate candidate, Stored stored, CheckedProfile profile) {
            if (stored.contentHash().equals(Step.contentHash(profile))) {
                return new Outcome.Unchanged();
            }
            replacements.add(new Replacement(outcomes.size(), candidate, stored, profile));
            return null;
        }

        private void replace() {
            Map<UUID, Origin> origins = settings.overwrite()
                    ? Map.of()
                    : reader.origins(
                            replacements.stream().map(one -> one.stored().id()).toList());
            for (Replacement one : replacements) {
                Origin origin = origin(one, origins);
                Instant date = date(one.candidate());
                if (origin != null && origin.date() != null && origin.date().isAfter(date)) {
                    outcomes.set(one.index(), heldBack(origin, date));
                } else {
                    outcomes.set(one.index(), replace(one, date));
                }
            }
        }

        private @Nullable Origin origin(Replacement one, Map<UUID, Origin> origins) {
            Memory.Planned planned = one.candidate().keys().stream()
                    .map(memory.planned::get)
                    .filter(Objects::nonNull)
                    .findFirst()
                    .orElse(null);
            return planned == null
                    ? origins.get(one.stored().id())
                    : settings.overwrite() ? null : new Origin(settings.author(), planned.date());
        }

        private Outcome replace(Replacement one, Instant date) {
            Change.Replace change =
                    new Change.Replace(Documents.state(one.stored().document()), one.profile());
            changes.add(change);
            dates.put(change.id(), date);
            return new Outcome.Changed(
                    settings.dryRun()
                            ? ChangedMembers.between(
                                    change.before(), step(change).after())
                            : List.of());
        }

        private Outcome heldBack(Origin origin, Instant date) {
            return new Outcome.HeldBack(
                    origin.author().startsWith(Importer.AUTHOR)
                            ? "is of %s by %s; this record is of %s".formatted(origin.date(), origin.author(), date)
                            : "was changed here on %s by %s; this record is of %s"
                                    .formatted(origin.date(), origin.author(), date));
        }

        private Instant date(Candidate candidate) {
            Instant own = candidate.date();
            // As exact as the database keeps it, so that the same file is never older than itself.
            return (own == null ? settings.date() : own).truncatedTo(ChronoUnit.MICROS);
        }

        private Step step(Change change) {
            String slug =
                    change instanceof Change.Replace replace ? replace.before().slug() : "";
            return Step.of(change, slug, clock.instant().truncatedTo(ChronoUnit.MICROS));
        }

        private void plan() {
            for (Change change : changes) {
                Step step = step(change);
                OrganizationState after = step.after();
                Stored stored = new Stored(
                        after.id(), after.version(), after.slug(), false, step.contentHash(), step.document());
                after.identifiers().stream()
                        .filter(ProfileRules::isExclusive)
                        .forEach(identifier -> memory.planned.put(
                                Key.of(identifier), new Memory.Planned(stored, dates.get(after.id()))));
            }
        }
    }

    /**
     * Belongs into a transaction; may be run again when that fails.
     *
     * @param candidates none of which has a key of another one
     * @return what they came to, in their order; of the first ones only, when a later one is about the same organisation
     */
    List<Outcome> decide(List<Candidate> candidates, Importer.Settings settings, Memory memory) {
        memory.likenesses.ifPresent(Likenesses::undo);
        return new Batch(candidates, settings, memory).decide();
    }
}
