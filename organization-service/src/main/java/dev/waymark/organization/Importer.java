package dev.waymark.organization;

import dev.waymark.organization.OrganizationReader.Key;
import dev.waymark.platform.outbox.OutboxSlot;
import dev.waymark.platform.outbox.WalPressure;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Brings records of a registry, or rows of a table, into the directory, in batches of one transaction each. A record is known by its
 * identifiers that name one organisation only; one that changes nothing makes no revision. How far it came is stored with each batch:
 * an import that was killed goes on there when it is started again.
 */
@Component
class Importer {
    /** What the names of the authors of imports begin with. */
    static final String AUTHOR = "import:";

    private static final int BATCH = 500;

    private final ProfileRules rules;
    private final OrganizationReader reader;
    private final ImportDecisions decisions;
    private final ImportProgress progress;
    private final WriteTransaction transaction;
    private final WalPressure pressure;

    Importer(
            ProfileRules rules,
            OrganizationReader reader,
            ImportDecisions decisions,
            ImportProgress progress,
            WriteTransaction transaction,
            OutboxSlot slot) {
        this.rules = rules;
        this.reader = reader;
        this.decisions = decisions;
        this.progress = progress;
        this.transaction = transaction;
        this.pressure = new WalPressure(slot);
    }

    /**
     * @param author who the revisions are by
     * @param date of what time the file is
     * @param dryRun decide only, and write nothing
     * @param createDuplicates make organisations that look like one that is here
     * @param overwrite change organisations whose state is newer than the record
     * @param fingerprint of the file and of how it is to be taken; an import with the same one goes on where the other stopped
     */
    record Settings(
            String author,
            Instant date,
            boolean dryRun,
            boolean createDuplicates,
            boolean overwrite,
            String fingerprint) {}

    /** How many records came to what. */
    record Counts(long created, long changed, long unchanged, long refused, long heldBack, long duplicates) {
        static final Counts NONE = new Counts(0, 0, 0, 0);

        Counts(long created, long changed, long unchanged, long refused) {
            this(created, changed, unchanged, refused, 0, 0);
        }

        long done() {
            return created + changed + unchanged + refused + heldBack + duplicates;
        }

        Counts plus(Outcome outcome) {
            return switch (outcome) {
                case Outcome.Created _ -> plus(1, 0, 0, 0, 0, 0);
                case Outcome.Changed _ -> plus(0, 1, 0, 0, 0, 0);
                case Outcome.Unchanged _ -> plus(0, 0, 1, 0, 0, 0);
                case Outcome.Refused _ -> plus(0, 0, 0, 1, 0, 0);
                case Outcome.HeldBack _ -> plus(0, 0, 0, 0, 1, 0);
                case Outcome.PossibleDuplicate _ -> plus(0, 0, 0, 0, 0, 1);
            };
        }

        private Counts plus(int created, int changed, int unchanged, int refused, int heldBack, int duplicates) {
            return new Counts(
                    this.created + created,
                    this.changed + changed,
                    this.unchanged + unchanged,
                    this.refused + refused,
                    this.heldBack + heldBack,
                    this.duplicates + duplicates);
        }
    }

    /** Hears of an import while it goes on. */
    interface Listener {
        /**
         * Comes first.
         *
         * @param from the start, or the record up to which the same import had come when it was broken off
         */
        void begin(ImportProgress.Position from) throws IOException;

        void progressed(Counts soFar, double share);

        /** Hears of each record once at least; again after a kill, of those behind the position where it goes on. */
        void decided(long line, Outcome outcome);

        /** Kafka is behind, and going on would cost the replication slot. */
        void waiting();
    }

    /** @throws IOException when the file breaks off; what came before is stored */
    Counts run(ImportFile file, Settings settings, Listener listener) throws IOException {
        ImportProgress.Position from =
                settings.dryRun() ? ImportProgress.Position.START : progress.of(settings.fingerprint());
        listener.begin(from);
        Run run = new Run(settings, file, listener, from.records());
        try {
            file.forEach(run::take);
        } catch (IOException e) {
            run.flush();
            throw e;
        }
        run.flush();
        if (!settings.dryRun()) {
            progress.forget(settings.fingerprint());
        }
        return run.counts;
    }

    /** As if nothing of it had been decided before. */
    void restart(Settings settings) {
        progress.forget(settings.fingerprint());
    }

    /** @param number of the record in the file, from 1 */
    private record Pending(long number, long line, Candidate candidate) {}

    private final class Run {
        private final Settings settings;
        private final ImportFile file;
        private final Listener listener;
        private final long skipped;
        private final List<Pending> batch = new ArrayList<>();
        private final Map<Key, Pending> keys = new HashMap<>();
        private final ImportDecisions.Memory memory;
        private long taken;
        private Counts counts = Counts.NONE;

        Run(Settings settings, ImportFile file, Listener listener, long skipped) {
            this.settings = settings;
            this.file = file;
            this.listener = listener;
            this.skipped = skipped;
            this.memory = new ImportDecisions.Memory(file.isTable() ? Optional.of(new Likenesses()) : Optional.empty());
        }

        void take(ImportFile.Entry entry) {
            if (taken >= skipped) {
                switch (RecordReader.candidate(entry, rules)) {
                    case RecordReader.Reading.Read read -> add(entry.line(), read.candidate());
                    case RecordReader.Reading.Wrong wrong -> decided(entry.line(), wrong.refusal());
                }
            }
            taken++;
        }

        private void add(long line, Candidate candidate) {
            List<Key> names = candidate.keys();
            if (names.isEmpty()) {
                decided(line, Outcome.Refused.of("identifiers", "need one of a registry, such as ror, or a key"));
                return;
            }
            if (batch.size() >= BATCH || names.stream().anyMatch(keys::containsKey)) {
                // Of two records about one organisation both become revisions, in the order of the file.
                flush();
            }
            Pending pending = new Pending(taken + 1, line, candidate);
            batch.add(pending);
            names.forEach(name -> keys.put(name, pending));
        }

        private void decided(long line, Outcome outcome) {
            counts = counts.plus(outcome);
            listener.decided(line, outcome);
        }

        void flush() {
            while (!batch.isEmpty()) {
                if (!settings.dryRun()) {
                    pressure.await(listener::waiting);
                }
                memory.fill(
                        reader,
                        batch.stream().anyMatch(pending -> pending.candidate().mayBeDuplicate()));
                List<Outcome> outcomes = transaction.execute(this::decide);
                memory.keep();
                outcomes.forEach(outcome -> counts = counts.plus(outcome));
                batch.subList(0, outcomes.size()).clear();
            }
            keys.clear();
            listener.progressed(counts, file.progress());
        }

        private List<Outcome> decide() {
            List<Outcome> outcomes =
                    decisions.decide(batch.stream().map(Pending::candidate).toList(), settings, memory);
            if (!settings.dryRun()) {
                Pending last = batch.get(outcomes.size() - 1);
                progress.advance(settings.fingerprint(), new ImportProgress.Position(last.number(), last.line()));
            }
            // Told before it is committed: a kill in between repeats what the report says, and does not leave it out.
            for (int index = 0; index < outcomes.size(); index++) {
                listener.decided(batch.get(index).line(), outcomes.get(index));
            }
            return outcomes;
        }
    }
}
