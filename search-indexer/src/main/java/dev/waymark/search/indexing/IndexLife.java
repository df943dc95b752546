package dev.waymark.search.indexing;

import dev.waymark.platform.settings.Site;
import dev.waymark.search.meilisearch.Meilisearch;
import dev.waymark.search.meilisearch.Meilisearch.Index;
import dev.waymark.search.meilisearch.MeilisearchRefusedException;
import dev.waymark.search.readmodel.Documents;
import dev.waymark.search.readmodel.StoredDocument;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * The life of the index in place: how it comes to be, is replaced by one with other settings, and is made anew when the engine lost it.
 * There is one way for all three: an index is built beside it under a name of its own, filled from the table while changes go to both,
 * and takes the name in one step. Only the copy that holds the push lock works on it, in one thread; so what the fill reads is never
 * older than a change that was pushed before.
 */
@Component
class IndexLife {
    private static final Logger log = LoggerFactory.getLogger(IndexLife.class);
    /** Changes wait while a part is filled: this bounds for how long. */
    private static final int FILL = 2000;

    private final String live;
    private final Meilisearch engine;
    private final IndexStates states;
    private final Documents documents;
    private final Sender sender;
    private IndexState state = new IndexState(null, 0, 0, null, 0, null, false, 0);

    IndexLife(Site site, Meilisearch engine, IndexStates states, Documents documents, Sender sender) {
        this.live = site.index("organizations");
        this.engine = engine;
        this.states = states;
        this.documents = documents;
        this.sender = sender;
    }

    /** Where changes go. */
    List<String> targets() {
        List<String> targets = new ArrayList<>();
        if (state.isLive()) {
            targets.add(live);
        }
        if (state.isBuilding()) {
            targets.add(building(state.number()));
        }
        return targets;
    }

    private String building(long number) {
        return live + "_" + number;
    }

    /** Compares what should be with what the engine has, and begins to build where something is missing. */
    void look() throws InterruptedException {
        state = states.read();
        Optional<Index> found = engine.index(live);
        if (state.isBuilding() && is(found, state.buildingCreatedAt())) {
            // The step was taken, and the copy that took it died before it could note so.
            finish();
            return;
        }
        String known = state.liveCreatedAt();
        if (known != null && !is(found, known)) {
            log.error("the search engine lost its index {}: it is built anew from the table", live);
            states.lost(known);
        }
        if (found.isPresent() && !is(found, known)) {
            // Made by a push that came just after the loss, or by a stranger: it lacks documents, and searches must not
            // find it.
            engine.await(engine.deleteIndex(live));
        }
        if (state.isBuilding() && !is(engine.index(building(state.number())), state.buildingCreatedAt())) {
            states.abandoned(state.number());
        }
        state = states.read();
        if (state.isBuilding() ? state.buildingSettings() < IndexSettings.VERSION : needsBuilding()) {
            begin();
        }
    }

    private boolean needsBuilding() {
        return !state.isLive() || state.rebuildRequested() || state.liveSettings() < IndexSettings.VERSION;
    }

    private static boolean is(Optional<Index> index, @Nullable String createdAt) {
        return index.isPresent() && index.get().createdAt().equals(createdAt);
    }

    private void begin() throws InterruptedException {
        removeLeftovers();
        long number = state.number() + 1;
        String uid = building(number);
        engine.await(engine.createIndex(uid));
        engine.await(engine.settings(uid, IndexSettings.current()));
        String createdAt = engine.index(uid).orElseThrow(() -> gone(uid)).createdAt();
        states.begun(number, createdAt);
        state = states.read();
        log.info("building the search index {} with settings {}", uid, IndexSettings.VERSION);
    }

    private void removeLeftovers() throws InterruptedException {
        for (Index index : engine.indexes()) {
            if (index.uid().startsWith(live + "_")) {
                engine.await(engine.deleteIndex(index.uid()));
            }
        }
    }

    /**
     * Takes the next step of the index being built.
     *
     * @return false when none is
     */
    boolean build() throws InterruptedException {
        if (!state.isBuilding()) {
            return false;
        }
        List<StoredDocument> part = documents.livingAfter(state.filledTo(), FILL);
        if (part.isEmpty()) {
            finish();
            return true;
        }
        sender.send(List.of(building(state.number())), part, (_, _) -> List.of());
        confirm();
        states.filled(state.number(), part.getLast().id());
        state = states.read();
        return true;
    }

    private void finish() throws InterruptedException {
        String uid = building(state.number());
        Optional<Index> found = engine.index(live);
        if (!is(found, state.buildingCreatedAt())) {
            engine.await(engine.swap(uid, live, found.isEmpty()));
        }
        states.completed(state.number());
        state = states.read();
        if (engine.index(uid).isPresent()) {
            engine.await(engine.deleteIndex(uid));
        }
        log.info("the search index {} is in place", uid);
    }

    /**
     * Makes sure that what was just pushed went to the indexes that were meant: the engine makes an index of a name that it does not
     * know.
     *
     * @throws MeilisearchRefusedException when one is gone
     */
    void confirm() {
        if (state.isLive() && !is(engine.index(live), state.liveCreatedAt())) {
            throw gone(live);
        }
        if (state.isBuilding() && !is(engine.index(building(state.number())), state.buildingCreatedAt())) {
            throw gone(building(state.number()));
        }
    }

    private static MeilisearchRefusedException gone(String uid) {
        return new MeilisearchRefusedException("index_not_found", "the index " + uid + " is gone");
    }
}
