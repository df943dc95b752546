package dev.waymark.search.indexing;

import dev.waymark.search.meilisearch.MeilisearchRefusedException;
import dev.waymark.search.meilisearch.MeilisearchUnavailableException;
import dev.waymark.search.readmodel.PendingPushes;
import dev.waymark.search.readmodel.PendingPushes.Pushed;
import dev.waymark.search.readmodel.StoredDocument;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/**
 * Brings to the search engine what it does not have yet: at once when nothing is under way, else collected until the task before is
 * done. The table holds the truth, so whatever fails is simply tried again.
 */
@Component
public class Pusher implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(Pusher.class);
    private static final int PARCEL = 2000;
    /** Bounds for how long a change waits behind a load of others. */
    private static final int MOST_PARCELS = 5;

    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private final PushLock lock;
    private final IndexLife life;
    private final Sender sender;
    private final PendingPushes pending;
    private final boolean serving;
    private volatile boolean running;
    private List<Thread> threads = List.of();
    private Duration pause = Duration.ZERO;

    Pusher(
            PushLock lock,
            IndexLife life,
            Sender sender,
            PendingPushes pending,
            @Value("${waymark.serving:true}") boolean serving,
            @Value("${SEARCH_URL}") String engine) {
        this.lock = lock;
        this.life = life;
        this.sender = sender;
        this.pending = pending;
        this.serving = serving && !engine.isBlank();
    }

    /** A command starts it by hand when it needs to. */
    @Override
    public boolean isAutoStartup() {
        return serving;
    }

    @Override
    public synchronized void start() {
        running = true;
        threads = List.of(
                Thread.ofPlatform().daemon().name("push-lock").start(lock::keep),
                // An interrupt ends what a virtual thread reads from a socket.
                Thread.ofVirtual().name("pusher").start(this::run));
    }

    @Override
    public synchronized void stop() {
        running = false;
        threads.forEach(Thread::interrupt);
        for (Thread thread : threads) {
            try {
                thread.join(Duration.ofSeconds(3));
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    private void run() {
        try {
            while (running) {
                long term = lock.term();
                if (term == 0) {
                    lock.await(Duration.ofMillis(200));
                } else {
                    serve(term);
                }
            }
        } catch (InterruptedException _) {
            // The service stops.
        }
    }

    /** Pushes for as long as this copy holds the lock. */
    private void serve(long term) throws InterruptedException {
        try {
            life.look();
            long looked = System.nanoTime();
            while (running && lock.term() == term) {
                boolean pushed = pushPending();
                // In turn, so that changes without end do not keep an index from being built.
                boolean built = life.build();
                pause = Duration.ZERO;
                if (!pushed && !built) {
                    lock.await(LOOK);
                }
                if (System.nanoTime() - looked > LOOK.toNanos()) {
                    life.look();
                    looked = System.nanoTime();
                }
            }
        } catch (MeilisearchUnavailableException | DataAccessException e) {
            backOff(e);
        } catch (MeilisearchRefusedException e) {
            // An index is gone: the next look makes a new one. Anything else would be a mistake of ours, and must not
            // spin.
            backOff(e);
        }
    }

    private boolean pushPending() throws InterruptedException {
        List<String> targets = life.targets();
        List<StoredDocument> first = targets.isEmpty() ? List.of() : pending.next(0, PARCEL);
        if (first.isEmpty()) {
            return false;
        }
        List<Pushed> pushed = sender.send(targets, first, this::following);
        life.confirm();
        pending.finish(pushed);
        return true;
    }

    /** Where much waits, more goes on its way while the engine works at the first part. */
    private List<StoredDocument> following(List<StoredDocument> parcel, int parcels) {
        return parcel.size() < PARCEL || parcels == MOST_PARCELS
                ? List.of()
                : pending.next(parcel.getLast().pushNumber(), PARCEL);
    }

    /** Exponential, with jitter, so that several sites do not fall upon an engine that comes back. */
    private void backOff(RuntimeException reason) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        if (pause.isZero()) {
            log.warn("pushing waits: {}", reason.getMessage());
            pause = FIRST_PAUSE;
        } else {
            pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause.multipliedBy(2);
        }
        Thread.sleep(pause.dividedBy(2)
                .plusMillis(
                        ThreadLocalRandom.current().nextLong(pause.dividedBy(2).toMillis() + 1)));
    }
}
