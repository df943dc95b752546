package dev.waymark.search.readmodel;

import java.util.UUID;

/**
 * What tells two states of an organisation apart.
 *
 * @param hash SHA-256 of the document in lower-case hexadecimal; empty where only a tombstone was seen
 */
public record Fingerprint(UUID id, long version, String hash, boolean deleted) {

    /** Whether both tell the same; of deletions, which may be known by a tombstone only, the version counts. */
    public boolean sameAs(Fingerprint other) {
        return version == other.version && deleted == other.deleted && (deleted || hash.equals(other.hash));
    }
}
