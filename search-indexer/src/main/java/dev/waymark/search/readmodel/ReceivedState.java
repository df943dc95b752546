package dev.waymark.search.readmodel;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A state as it arrived, ready to be stored.
 *
 * @param version from 1
 * @param hash SHA-256 of the payload's bytes in lower-case hexadecimal; empty for a tombstone
 * @param document the payload; null for a tombstone
 * @param words normalised words for the limited search, see {@link Words}
 * @param spellings of its names, see {@link Spellings}; empty where it is deleted
 * @param latitude of the first place, in degrees (WGS 84); null together with longitude when it is unknown
 * @param traceparent W3C Trace Context of the change; null when it was not traced
 */
public record ReceivedState(
        UUID id,
        long version,
        String hash,
        boolean deleted,
        @Nullable String document,
        String name,
        String country,
        String status,
        List<String> kinds,
        String words,
        List<String> spellings,
        @Nullable Double latitude,
        @Nullable Double longitude,
        @Nullable String traceparent) {

    public static ReceivedState tombstone(UUID id, long version, @Nullable String traceparent) {
        return new ReceivedState(
                id, version, "", true, null, "", "", "", List.of(), "", List.of(), null, null, traceparent);
    }

    /**
     * Whether this state takes the place of another of the same organisation: newer versions win, an equal version with another hash
     * repairs, and a tombstone adds nothing to a deletion. {@link Documents#take} says the same in SQL.
     */
    boolean supersedes(ReceivedState other) {
        if (version != other.version) {
            return version > other.version;
        }
        return !hash.equals(other.hash) && !(document == null && other.deleted);
    }
}
