package dev.waymark.organization.syndication;

import static dev.waymark.organization.schema.Tables.ORGANIZATION;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.zip.GZIPOutputStream;
import org.jooq.Cursor;
import org.jooq.DSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Makes dumps: the public documents of all organisations that are not deleted, one a line, in the order of ids, gzip. They are read in
 * one snapshot and written as they come. Documents hold no personal data; the authors of revisions are not among them.
 */
@Component
class DumpMaker {
    /** When the day's dump is due, in UTC. */
    static final LocalTime NIGHT = LocalTime.of(2, 30);

    private static final Logger log = LoggerFactory.getLogger(DumpMaker.class);
    private static final int FETCH_SIZE = 500;
    private static final int BUFFER = 64 * 1024;

    private final DSLContext sql;
    private final DumpStore store;
    private final ChangeFeed feed;
    private final ChangeGenerations generations;
    private final TransactionTemplate snapshot;
    private final Clock clock;

    DumpMaker(
            DSLContext sql,
            DumpStore store,
            ChangeFeed feed,
            ChangeGenerations generations,
            PlatformTransactionManager transactions,
            Clock clock) {
        this.sql = sql;
        this.store = store;
        this.feed = feed;
        this.generations = generations;
        this.clock = clock;
        this.snapshot = new TransactionTemplate(transactions);
        snapshot.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
        snapshot.setReadOnly(true);
    }

    /** @return the dump; empty when another process is making one */
    Optional<Dump> make() {
        return store.claim().map(this::make);
    }

    /** Makes the dump that the last {@link #NIGHT} should have brought, unless it is there or another process is making it. */
    void makeIfDue() {
        if (!isDue()) {
            return;
        }
        store.claim().ifPresent(claimed -> {
            // Another copy may have finished between the question and the claim.
            if (isDue()) {
                make(claimed);
            } else {
                store.giveUp(claimed);
            }
        });
    }

    private boolean isDue() {
        Instant night = lastNight(clock.instant());
        return store.newest().filter(dump -> !dump.createdAt().isBefore(night)).isEmpty()
                && sql.fetchExists(sql.selectOne().from(ORGANIZATION).where(ORGANIZATION.DELETED.isFalse()));
    }

    static Instant lastNight(Instant now) {
        ZonedDateTime today = now.atZone(ZoneOffset.UTC).with(NIGHT);
        return (today.toInstant().isAfter(now) ? today.minusDays(1) : today).toInstant();
    }

    private Dump make(UUID id) {
        try {
            // Before the snapshot, in which nothing can be put right.
            generations.current();
            Dump dump = Objects.requireNonNull(snapshot.execute(_ -> write(id)));
            store.complete(dump);
            log.info("dump made: {} organisations, {} bytes", dump.documents(), dump.bytes());
            return dump;
        } catch (RuntimeException e) {
            store.giveUp(id);
            throw e;
        }
    }

    private Dump write(UUID id) {
        String next = feed.afterSnapshot().encoded();
        Instant createdAt = clock.instant().truncatedTo(ChronoUnit.MICROS);
        DumpPieces file = new DumpPieces(store, id);
        long documents = 0;
        try (OutputStream out = new BufferedOutputStream(new GZIPOutputStream(file, BUFFER), BUFFER);
                Cursor<?> rows = sql.select(ORGANIZATION.DOCUMENT)
                        .from(ORGANIZATION)
                        .where(ORGANIZATION.DELETED.isFalse())
                        .orderBy(ORGANIZATION.ID)
                        .fetchSize(FETCH_SIZE)
                        .fetchLazy()) {
            for (var row : rows) {
                out.write(row.get(ORGANIZATION.DOCUMENT).getBytes(StandardCharsets.UTF_8));
                out.write('\n');
                documents++;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Dump(id, createdAt, next, documents, file.bytes(), file.sha256());
    }
}
