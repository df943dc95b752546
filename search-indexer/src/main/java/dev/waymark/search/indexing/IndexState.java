package dev.waymark.search.indexing;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the index in place and of the one being built.
 *
 * @param liveCreatedAt the engine's time of creation of the index in place; null while there is none
 * @param liveSettings the version of its settings
 * @param number of the newest index that was begun
 * @param buildingCreatedAt the engine's time of creation of the index being built; null while none is
 * @param filledTo every document up to this id is in the index being built; null when none is
 * @param completed how often an index was built and put in place
 */
public record IndexState(
        @Nullable String liveCreatedAt,
        int liveSettings,
        long number,
        @Nullable String buildingCreatedAt,
        int buildingSettings,
        @Nullable UUID filledTo,
        boolean rebuildRequested,
        long completed) {

    public boolean isLive() {
        return liveCreatedAt != null;
    }

    public boolean isBuilding() {
        return buildingCreatedAt != null;
    }
}
