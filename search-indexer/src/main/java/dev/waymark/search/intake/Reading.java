package dev.waymark.search.intake;

import dev.waymark.search.readmodel.ReceivedState;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** What a record turned out to be. */
sealed interface Reading {
    record Accepted(ConsumerRecord<byte[], byte[]> record, ReceivedState state) implements Reading {}

    /** @param reason what is wrong with the record, in a sentence without its contents */
    record Poison(ConsumerRecord<byte[], byte[]> record, String reason) implements Reading {}
}
