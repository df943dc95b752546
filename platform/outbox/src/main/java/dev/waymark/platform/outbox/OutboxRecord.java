package dev.waymark.platform.outbox;

import org.jspecify.annotations.Nullable;

/**
 * One record on its way to a topic. The outbox gives it an id of its own, the same in every redelivery.
 *
 * @param topic the topic's name within the site, such as {@code organization.state}
 * @param key the aggregate's id; records of one key stay in order
 * @param type what the record says, the {@code type} header
 * @param schemaVersion major version of the payload's schema, from 1
 * @param aggregateVersion the aggregate's version after the change, from 1
 * @param payload JSON that goes to the topic unchanged; null makes a tombstone
 */
public record OutboxRecord(
        String topic,
        String key,
        String type,
        int schemaVersion,
        long aggregateVersion,
        @Nullable String payload) {}
