package dev.waymark.search.reconcile;

import dev.waymark.platform.command.ConditionalOnServing;
import dev.waymark.search.indexing.PushLock;
import dev.waymark.search.meilisearch.MeilisearchRefusedException;
import dev.waymark.search.meilisearch.MeilisearchUnavailableException;
import dev.waymark.search.readmodel.UnspelledDocuments;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Looks for differences without being asked, in the one copy of the service that pushes. */
@Component
@ConditionalOnServing
class RegularReconciling {
    private static final Logger log = LoggerFactory.getLogger(RegularReconciling.class);

    private final Reconciler reconciler;
    private final UnspelledDocuments unspelled;
    private final PushLock pushes;

    RegularReconciling(Reconciler reconciler, UnspelledDocuments unspelled, PushLock pushes) {
        this.reconciler = reconciler;
        this.unspelled = unspelled;
        this.pushes = pushes;
    }

    /** Makes up for what an older release has left out, which may run beside this one for a while. */
    @Scheduled(initialDelay = 2, fixedDelay = 30, timeUnit = TimeUnit.SECONDS)
    void spellings() {
        boolean more = pushes.isHeld();
        try {
            while (more) {
                more = unspelled.spell();
            }
        } catch (DataAccessException e) {
            log.info("spellings were not made: {}", e.getMessage());
        }
    }

    /** Notices documents that the engine lost. */
    @Scheduled(initialDelay = 1, fixedDelay = 1, timeUnit = TimeUnit.MINUTES)
    void index() throws InterruptedException {
        if (pushes.isHeld()) {
            try {
                reconciler.repairIndexIfCountsDiffer();
            } catch (MeilisearchUnavailableException | MeilisearchRefusedException | DataAccessException e) {
                log.info("the index was not compared: {}", e.getMessage());
            }
        }
    }

    /** Notices states that never arrived. */
    @Scheduled(initialDelay = 10, fixedDelay = 60, timeUnit = TimeUnit.MINUTES)
    void table() throws InterruptedException {
        if (pushes.isHeld()) {
            try {
                reconciler.repairTable();
            } catch (OwnerUnavailableException | DataAccessException e) {
                log.info("the table was not compared: {}", e.getMessage());
            }
        }
    }
}
