package dev.waymark.identity.mail;

import java.time.Instant;
import java.util.UUID;

/**
 * A mail that was taken from the queue to be sent.
 *
 * @param sealed its {@link Letter}; not to be changed
 * @param goodUntil when it is of no use any more
 * @param attempts how often it was taken, this time included
 */
record QueuedMail(UUID id, MailKind kind, byte[] sealed, Instant createdAt, Instant goodUntil, int attempts) {}
