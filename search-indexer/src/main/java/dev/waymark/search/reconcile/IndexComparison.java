package dev.waymark.search.reconcile;

import dev.waymark.platform.settings.Site;
import dev.waymark.search.meilisearch.Meilisearch;
import dev.waymark.search.readmodel.Documents;
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
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** Compares the index with the table. Documents that wait to be pushed do not count. */
@Component
class IndexComparison {
    private static final int PAGE = 1000;
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final List<String> FIELDS = List.of("id", "version", "hash");

    private final Meilisearch engine;
    private final Documents documents;
    private final String index;

    IndexComparison(Meilisearch engine, Documents documents, Site site) {
        this.engine = engine;
        this.documents = documents;
        this.index = site.index("organizations");
    }

    /** What tells two documents of the index apart. */
    private record Entry(long version, String hash) {
        static Entry of(JsonNode node) {
            return new Entry(node.path("version").asLong(0), node.path("hash").asString(""));
        }
    }

    /** Whether the index has as many documents as it should; cheap, and enough to notice a loss. */
    boolean countsAgree(long waiting) {
        return Math.abs(documents.countLiving() - engine.count(index)) <= waiting;
    }

    /** @return the organisations whose documents are missing, old, or should not be there */
    Set<UUID> differences() throws InterruptedException {
        Set<UUID> suspects = new HashSet<>();
        UUID after = null;
        List<StoredDocument> page;
        do {
            page = documents.livingAfter(after, PAGE);
            suspects.addAll(differing(page.stream().map(StoredDocument::id).toList()));
            after = page.isEmpty() ? after : page.getLast().id();
        } while (page.size() == PAGE);
        suspects.addAll(surplus());
        if (suspects.isEmpty()) {
            return suspects;
        }
        // A push may have been under way between the two looks.
        Thread.sleep(PAUSE);
        Set<UUID> still = new HashSet<>();
        List<UUID> again = new ArrayList<>(suspects);
        for (int from = 0; from < again.size(); from += PAGE) {
            still.addAll(differing(again.subList(from, Math.min(again.size(), from + PAGE))));
        }
        return still;
    }

    /** Which of these documents differ now, in whatever way. */
    private Set<UUID> differing(List<UUID> ids) {
        Map<UUID, Entry> entries = new HashMap<>();
        if (!ids.isEmpty()) {
            engine.documents(index, FIELDS, ids, 0, ids.size()).forEach(node -> entries.put(id(node), Entry.of(node)));
        }
        Map<UUID, StoredDocument> rows = new HashMap<>();
        documents.byIds(ids).forEach(row -> rows.put(row.id(), row));
        Set<UUID> differing = new HashSet<>();
        for (UUID id : ids) {
            StoredDocument row = rows.get(id);
            // Version 0: what was known is forgotten, and comes anew from the owner.
            boolean waits = row != null && (row.pushNumber() > 0 || row.version() == 0);
            if (!waits && !agree(row, entries.get(id))) {
                differing.add(id);
            }
        }
        return differing;
    }

    private static boolean agree(@Nullable StoredDocument row, @Nullable Entry entry) {
        return row == null || row.deleted() ? entry == null : new Entry(row.version(), row.hash()).equals(entry);
    }

    /** Documents of the index that the table does not know or knows as deleted. */
    private Set<UUID> surplus() {
        Set<UUID> surplus = new HashSet<>();
        for (int offset = 0; ; offset += PAGE) {
            List<UUID> ids = engine.documents(index, List.of("id"), null, offset, PAGE).stream()
                    .map(IndexComparison::id)
                    .toList();
            Set<UUID> living = new HashSet<>();
            documents.byIds(ids).stream().filter(row -> !row.deleted()).forEach(row -> living.add(row.id()));
            ids.stream().filter(id -> !living.contains(id)).forEach(surplus::add);
            if (ids.size() < PAGE) {
                return surplus;
            }
        }
    }

    private static UUID id(JsonNode node) {
        return UUID.fromString(node.path("id").asString(""));
    }

    /** Takes documents out of the index that the table does not know at all: no push would ever do so. */
    void remove(Set<UUID> ids) throws InterruptedException {
        Set<UUID> unknown = new HashSet<>(ids);
        documents.byIds(ids).forEach(row -> unknown.remove(row.id()));
        if (!unknown.isEmpty()) {
            engine.await(engine.deleteDocuments(index, unknown));
        }
    }
}
