package dev.waymark.search.reconcile;

import dev.waymark.search.readmodel.Documents;
import dev.waymark.search.readmodel.Fingerprint;
import dev.waymark.search.readmodel.StoredDocument;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * Compares the table with what the owner states. A change that is on its way looks like a difference too: what differs is looked at again
 * until it has had time to arrive, and counts only when neither side moved meanwhile.
 */
@Component
class OwnerComparison {
    private static final int PAGE = 1000;
    private static final Duration PAUSE = Duration.ofMillis(500);

    private final Owner owner;
    private final Documents documents;
    private final Duration patience;

    OwnerComparison(Owner owner, Documents documents, @Value("${waymark.reconcile.patience:10s}") Duration patience) {
        this.owner = owner;
        this.documents = documents;
        this.patience = patience;
    }

    /**
     * An organisation that differs.
     *
     * @param stated what the owner states; null when it does not know the organisation
     * @param known what the table has; null when it has nothing
     */
    record Difference(
            @Nullable Fingerprint stated, @Nullable Fingerprint known) {
        UUID id() {
            Fingerprint either = stated == null ? known : stated;
            return java.util.Objects.requireNonNull(either).id();
        }

        /** The table is ahead of its owner, whose data were restored from an older day: versions alone will not repair it. */
        boolean isAhead() {
            return known != null && !known.deleted() && (stated == null || known.version() > stated.version());
        }
    }

    /** @throws OwnerUnavailableException when the owner does not answer */
    List<Difference> differences() throws InterruptedException {
        Map<UUID, Difference> suspects = compare(null);
        long end = System.nanoTime() + patience.toNanos();
        while (!suspects.isEmpty() && System.nanoTime() < end) {
            Thread.sleep(PAUSE);
            dropArrived(suspects);
        }
        if (suspects.isEmpty()) {
            return List.of();
        }
        Map<UUID, Difference> still = compare(suspects.keySet());
        return suspects.values().stream()
                .filter(difference -> difference.equals(still.get(difference.id())))
                .toList();
    }

    /** Merges the two sides, both sorted by id, and keeps what differs. */
    private Map<UUID, Difference> compare(@Nullable Set<UUID> only) throws InterruptedException {
        Map<UUID, Difference> found = new HashMap<>();
        try (Owner.States states = owner.states()) {
            @Nullable Fingerprint[] stated = {states.next()};
            documents.fingerprints(known -> {
                while (stated[0] != null && isBefore(stated[0], known)) {
                    note(found, only, stated[0], null);
                    stated[0] = states.next();
                }
                if (stated[0] != null && stated[0].id().equals(known.id())) {
                    note(found, only, stated[0], known);
                    stated[0] = states.next();
                } else {
                    note(found, only, null, known);
                }
            });
            for (Fingerprint rest = stated[0]; rest != null; rest = states.next()) {
                note(found, only, rest, null);
            }
        }
        return found;
    }

    /** The order of PostgreSQL: that of the bytes, which is that of the text, and not that of {@link UUID#compareTo}. */
    private static boolean isBefore(Fingerprint left, Fingerprint right) {
        return left.id().toString().compareTo(right.id().toString()) < 0;
    }

    private static void note(
            Map<UUID, Difference> found,
            @Nullable Set<UUID> only,
            @Nullable Fingerprint stated,
            @Nullable Fingerprint known) {
        boolean gone = (stated == null || stated.deleted()) && (known == null || known.deleted());
        boolean same = stated != null && known != null && stated.sameAs(known);
        // A deletion of long ago is no longer on the topic: a table that never heard of it lacks nothing.
        boolean fine = same || (gone && (stated == null || known == null));
        Difference difference = new Difference(stated, known);
        if (!fine && (only == null || only.contains(difference.id()))) {
            found.put(difference.id(), difference);
        }
    }

    private void dropArrived(Map<UUID, Difference> suspects) {
        List<UUID> ids = new ArrayList<>(suspects.keySet());
        Set<UUID> moved = new HashSet<>();
        for (int from = 0; from < ids.size(); from += PAGE) {
            for (StoredDocument now : documents.byIds(ids.subList(from, Math.min(ids.size(), from + PAGE)))) {
                Difference difference = suspects.get(now.id());
                Fingerprint fingerprint = new Fingerprint(now.id(), now.version(), now.hash(), now.deleted());
                if (difference != null && !fingerprint.equals(difference.known())) {
                    moved.add(now.id());
                }
            }
        }
        suspects.keySet().removeAll(moved);
    }
}
