package dev.waymark.search.reconcile;

import dev.waymark.search.indexing.IndexStates;
import dev.waymark.search.indexing.PushLock;
import dev.waymark.search.readmodel.Documents;
import dev.waymark.search.readmodel.PendingPushes;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** Repairs what differs: what the table lacks is published again by its owner, what the index lacks is pushed again. */
@Component
class Reconciler {
    private static final Logger log = LoggerFactory.getLogger(Reconciler.class);

    private final OwnerComparison ownerComparison;
    private final IndexComparison indexComparison;
    private final Owner owner;
    private final Documents documents;
    private final PendingPushes pending;
    private final PushLock pushes;
    private final IndexStates indexes;
    private final boolean engine;

    Reconciler(
            OwnerComparison ownerComparison,
            IndexComparison indexComparison,
            Owner owner,
            Documents documents,
            PendingPushes pending,
            PushLock pushes,
            IndexStates indexes,
            @Value("${SEARCH_URL}") String address) {
        this.ownerComparison = ownerComparison;
        this.indexComparison = indexComparison;
        this.owner = owner;
        this.documents = documents;
        this.pending = pending;
        this.pushes = pushes;
        this.indexes = indexes;
        this.engine = !address.isBlank();
    }

    /** @return how many organisations of the table differed from what their owner states */
    int repairTable() throws InterruptedException {
        List<OwnerComparison.Difference> differences = ownerComparison.differences();
        for (OwnerComparison.Difference difference : differences) {
            if (difference.isAhead()) {
                setBack(difference);
            }
        }
        owner.republish(differences.stream()
                .filter(difference -> difference.stated() != null)
                .map(OwnerComparison.Difference::id)
                .toList());
        if (!differences.isEmpty()) {
            log.warn("{} organisations differed from what their owner states and are repaired", differences.size());
        }
        return differences.size();
    }

    /** The owner is right: what it states must be taken though it is older, and what it does not know is deleted. */
    private void setBack(OwnerComparison.Difference difference) {
        boolean unchanged = documents.forget(Objects.requireNonNull(difference.known()), difference.stated() == null);
        if (unchanged && difference.stated() == null) {
            pending.again(List.of(difference.id()));
            pushes.wake();
        }
    }

    /** Whether there is an index to compare with: not while it is built after a loss. */
    boolean hasIndex() {
        return engine && indexes.read().isLive();
    }

    /** @return how many documents of the index differed from the table */
    int repairIndex() throws InterruptedException {
        Set<UUID> differences = indexComparison.differences();
        if (!differences.isEmpty()) {
            pending.again(differences);
            indexComparison.remove(differences);
            pushes.wake();
            log.warn("{} documents of the search index differed from the table and are repaired", differences.size());
        }
        return differences.size();
    }

    /** As {@link #repairIndex()}, but only when the numbers of documents do not agree. */
    void repairIndexIfCountsDiffer() throws InterruptedException {
        if (hasIndex() && !indexComparison.countsAgree(pending.countAll())) {
            repairIndex();
        }
    }
}
