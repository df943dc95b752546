/** The transactional outbox and the connector that carries it to Kafka. */
@NullMarked
package dev.waymark.platform.outbox;

import org.jspecify.annotations.NullMarked;
