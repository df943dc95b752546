package dev.waymark.organization.syndication;

import java.time.Instant;
import java.util.UUID;

/**
 * A dump that is whole.
 *
 * @param createdAt when its snapshot was taken
 * @param next the cursor from which the change feed goes on
 * @param documents organisations in it
 * @param bytes length of the compressed file
 * @param sha256 of the compressed file, in lower-case hexadecimal
 */
record Dump(UUID id, Instant createdAt, String next, long documents, long bytes, String sha256) {}
