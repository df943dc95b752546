package dev.waymark.search.readmodel;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A row of the read model.
 *
 * @param document the state as it was received; null where only a tombstone was seen
 * @param pushNumber number of the push that this row waits for; 0 when it waits for none
 */
public record StoredDocument(
        UUID id,
        long version,
        String hash,
        boolean deleted,
        @Nullable String document,
        @Nullable String traceparent,
        long pushNumber) {}
