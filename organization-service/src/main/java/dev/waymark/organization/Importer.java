package dev.waymark.organization;

import dev.waymark.organization.OrganizationReader.Key;
import dev.waymark.organization.OrganizationReader.Stored;
import dev.waymark.platform.outbox.OutboxSlot;
import dev.waymark.platform.web.Problem.FieldError;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Brings records of a registry into the directory, in batches of one transaction each. A record is known by its registry identifier;
 * one that changes nothing makes no revision, so an import that broke off is simply started again.
 */
@Component
class Importer {
    private static final int BATCH = 500;

    private final ProfileRules rules;
    private final OrganizationReader reader;
    private final OrganizationStore store;
    private final WriteTransaction transaction;
    private final WalPressure pressure;

    Importer(
            ProfileRules rules,
            OrganizationReader reader,
            OrganizationStore store,
            WriteTransaction transaction,
            OutboxSlot slot) {
        this.rules = rules;
        this.reader = reader;
        this.store = store;
        this.transaction = transaction;
        this.pressure = new WalPressure(slot);
    }

    /** How many records came to what. */
    record Counts(long created, long changed, long unchanged, long refused) {
        static final Counts NONE = new Counts(0, 0, 0, 0);

        long done() {
            return created + changed + unchanged + refused;
        }

        Counts plus(Counts more) {
            return new Counts(
                    created + more.created, changed + more.changed, unchanged + more.unchanged, refused + more.refused);
        }
    }

    /** Hears of an import while it goes on. */
    interface Listener {
        void progressed(Counts soFar, double share);

        /** @param field as in {@link FieldError}; empty when the whole record is meant */
        void refused(long line, String field, String reason);

        /** Kafka is behind, and going on would cost the replication slot. */
        void waiting();
    }

    /**
     * @param author who the revisions are by
     * @throws IOException when the file breaks off; what came before is stored
     */
    Counts run(ImportFile file, String author, Listener listener) throws IOException {
        Run run = new Run(author, file, listener);
        try {
            file.forEach(run::take);
        } finally {
            run.flush();
        }
        return run.counts;
    }

    private record Pending(long line, CheckedProfile profile) {}

    private final class Run {
        private final String author;
        private final ImportFile file;
        private final Listener listener;
        private final Map<Key, Pending> batch = new LinkedHashMap<>();
        private Counts counts = Counts.NONE;

        Run(String author, ImportFile file, Listener listener) {
            this.author = author;
            this.file = file;
            this.listener = listener;
        }

        void take(ImportFile.Entry entry) {
            JsonNode node = entry.node();
            if (node == null) {
                refuse(entry.line(), List.of(new FieldError("", String.valueOf(entry.complaint()))));
                return;
            }
            try {
                Profile profile = isRor(node)
                        ? Documents.mapper().treeToValue(node, RorRecord.class).toProfile()
                        : Documents.mapper().treeToValue(node, Profile.class);
                switch (rules.check(profile)) {
                    case ProfileRules.Verdict.Accepted accepted -> add(entry.line(), accepted.profile());
                    case ProfileRules.Verdict.Refused refused -> refuse(entry.line(), refused.errors());
                }
            } catch (JacksonException e) {
                refuse(entry.line(), List.of(new FieldError("", Documents.complaint(e))));
            }
        }

        /** ROR has {@code types} where the directory's own documents have {@code kinds}. */
        private static boolean isRor(JsonNode node) {
            return node.has("types") && !node.has("kinds");
        }

        private void add(long line, CheckedProfile profile) {
            Key key = profile.registryIdentifier()
                    .map(identifier -> new Key(identifier.scheme(), identifier.value()))
                    .orElse(null);
            if (key == null) {
                refuse(line, List.of(new FieldError("identifiers", "need one of a registry, such as ror")));
                return;
            }
            if (batch.containsKey(key)) {
                // Both versions become revisions, in the order of the file.
                flush();
            }
            batch.put(key, new Pending(line, profile));
            if (batch.size() >= BATCH) {
                flush();
            }
        }

        private void refuse(long line, List<FieldError> errors) {
            errors.forEach(error -> listener.refused(line, error.field(), error.reason()));
            counts = counts.plus(new Counts(0, 0, 0, 1));
        }

        void flush() {
            if (batch.isEmpty()) {
                return;
            }
            pressure.await(listener::waiting);
            List<Pending> deleted = new ArrayList<>();
            counts = counts.plus(transaction.execute(() -> {
                deleted.clear();
                return store(deleted);
            }));
            deleted.forEach(pending -> refuse(
                    pending.line(),
                    List.of(new FieldError(
                            "identifiers", "name an organisation that was deleted here, and stays so"))));
            batch.clear();
            listener.progressed(counts, file.progress());
        }

        private Counts store(List<Pending> deleted) {
            Map<Key, Stored> known = reader.byRegistryIdentifiers(batch.keySet());
            Iterator<UUID> ids = store.newIds(batch.size() - known.size()).iterator();
            List<Change> changes = new ArrayList<>();
            int unchanged = 0;
            for (Map.Entry<Key, Pending> entry : batch.entrySet()) {
                Stored stored = known.get(entry.getKey());
                CheckedProfile profile = entry.getValue().profile();
                if (stored == null) {
                    changes.add(new Change.Create(ids.next(), profile));
                } else if (stored.deleted()) {
                    deleted.add(entry.getValue());
                } else if (stored.contentHash().equals(Step.contentHash(profile))) {
                    unchanged++;
                } else {
                    changes.add(new Change.Replace(Documents.state(stored.document()), profile));
                }
            }
            store.store(changes, author);
            long created =
                    changes.stream().filter(Change.Create.class::isInstance).count();
            return new Counts(created, changes.size() - created, unchanged, 0);
        }
    }
}
