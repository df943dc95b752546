package dev.waymark.search.indexing;

import dev.waymark.search.meilisearch.Meilisearch;
import dev.waymark.search.meilisearch.MeilisearchRefusedException;
import dev.waymark.search.readmodel.Documents;
import dev.waymark.search.readmodel.PendingPushes;
import dev.waymark.search.readmodel.PendingPushes.Pushed;
import dev.waymark.search.readmodel.StoredDocument;
import dev.waymark.search.telemetry.BatchSpans;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.opentelemetry.api.trace.SpanKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Sends documents to indexes and follows the tasks to their end; what the engine will not take is found and set aside. */
@Component
class Sender {
    private static final Logger log = LoggerFactory.getLogger(Sender.class);

    private static final JsonMapper json = JsonMapper.builder().build();
    /** Of one request; the engine's own limit is 100 MB unless its operator sets another. */
    private static final int MOST_BYTES = 8_000_000;

    private final Meilisearch engine;
    private final Documents documents;
    private final PendingPushes pending;
    private final BatchSpans spans;
    private final Timer timer;
    private final Counter sent;
    private final Counter refused;

    Sender(Meilisearch engine, Documents documents, PendingPushes pending, BatchSpans spans, MeterRegistry registry) {
        this.engine = engine;
        this.documents = documents;
        this.pending = pending;
        this.spans = spans;
        this.timer = Timer.builder("waymark.push")
                .description("time from reading a batch to its being searchable")
                .publishPercentileHistogram()
                .register(registry);
        this.sent = Counter.builder("waymark.push.documents")
                .description("documents that the engine took")
                .register(registry);
        this.refused = Counter.builder("waymark.push.refused")
                .description("documents that the engine refused")
                .register(registry);
    }

    /** What goes after a parcel, by its contents and the number of parcels so far; nothing at the end. */
    @FunctionalInterface
    interface Following {
        List<StoredDocument> after(List<StoredDocument> parcel, int parcels);
    }

    /** Documents on their way. Their contents are let go: where they are wanted again, the table has newer ones. */
    private record Parcel(List<Pushed> documents, List<Long> tasks) {}

    /**
     * @param indexes where each document goes
     * @param first not empty
     * @return the documents that the engine has now; the others are set aside with the reason
     * @throws MeilisearchRefusedException when an index is gone
     */
    List<Pushed> send(List<String> indexes, List<StoredDocument> first, Following following)
            throws InterruptedException {
        List<Pushed> taken = new ArrayList<>();
        long start = System.nanoTime();
        spans.run(
                "push to search engine",
                SpanKind.CLIENT,
                first.stream().map(StoredDocument::traceparent).toList(),
                first.size(),
                () -> sendAll(indexes, first, following, taken));
        timer.record(System.nanoTime() - start, TimeUnit.NANOSECONDS);
        sent.increment(taken.size());
        return taken;
    }

    private void sendAll(List<String> indexes, List<StoredDocument> first, Following following, List<Pushed> taken)
            throws InterruptedException {
        List<Parcel> parcels = new ArrayList<>();
        for (List<StoredDocument> next = first; !next.isEmpty(); next = following.after(next, parcels.size())) {
            parcels.add(enqueueOrHold(indexes, next));
        }
        for (Parcel parcel : parcels) {
            if (parcel.tasks().isEmpty() || !succeeds(parcel)) {
                List<UUID> ids = parcel.documents().stream().map(Pushed::id).toList();
                sendIsolating(indexes, documents.byIds(ids), taken);
            } else {
                taken.addAll(parcel.documents());
            }
        }
    }

    private Parcel enqueueOrHold(List<String> indexes, List<StoredDocument> content) {
        List<Pushed> pushed = content.stream().map(Pushed::of).toList();
        try {
            return new Parcel(pushed, enqueue(indexes, content));
        } catch (MeilisearchRefusedException e) {
            if (e.isLoss()) {
                throw e;
            }
            return new Parcel(pushed, List.of());
        }
    }

    private boolean succeeds(Parcel parcel) throws InterruptedException {
        try {
            for (long task : parcel.tasks()) {
                engine.await(task);
            }
            return true;
        } catch (MeilisearchRefusedException e) {
            if (e.isLoss()) {
                throw e;
            }
            return false;
        }
    }

    /** A parcel fails as a whole: its halves are tried until the document that is at fault stands alone. */
    private void sendIsolating(List<String> indexes, List<StoredDocument> content, List<Pushed> taken)
            throws InterruptedException {
        try {
            for (long task : enqueue(indexes, content)) {
                engine.await(task);
            }
            content.forEach(document -> taken.add(Pushed.of(document)));
        } catch (MeilisearchRefusedException e) {
            if (e.isLoss()) {
                throw e;
            }
            if (content.size() == 1) {
                StoredDocument document = content.getFirst();
                log.warn("the search engine refuses organisation {}: {}", document.id(), e.code());
                pending.refuse(Pushed.of(document), e.code() + ": " + e.getMessage());
                refused.increment();
                return;
            }
            int half = content.size() / 2;
            sendIsolating(indexes, content.subList(0, half), taken);
            sendIsolating(indexes, content.subList(half, content.size()), taken);
        }
    }

    /** @throws MeilisearchRefusedException when it is too much at once, or an index is gone */
    private List<Long> enqueue(List<String> indexes, List<StoredDocument> content) {
        List<Map<String, Object>> living = content.stream()
                .filter(document -> !document.deleted())
                .map(IndexDocument::of)
                .toList();
        List<UUID> deleted = content.stream()
                .filter(StoredDocument::deleted)
                .map(StoredDocument::id)
                .toList();
        byte[] body = json.writeValueAsBytes(living);
        if (body.length > MOST_BYTES) {
            // The engine would close the connection in the middle, which looks as if it were away.
            throw new MeilisearchRefusedException("payload_too_large", "more than " + MOST_BYTES + " bytes");
        }
        List<Long> tasks = new ArrayList<>();
        for (String index : indexes) {
            if (!living.isEmpty()) {
                tasks.add(engine.replaceDocuments(index, body));
            }
            if (!deleted.isEmpty()) {
                tasks.add(engine.deleteDocuments(index, deleted));
            }
        }
        return tasks;
    }
}
