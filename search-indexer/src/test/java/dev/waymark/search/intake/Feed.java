package dev.waymark.search.intake;

import dev.waymark.search.testing.IndexerUnderTest;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Hands records to the intake of a service as its listener would. */
public final class Feed {
    private Feed() {}

    @SafeVarargs
    public static void to(IndexerUnderTest indexer, ConsumerRecord<byte[], byte[]>... records) {
        to(indexer, Arrays.asList(records));
    }

    public static void to(IndexerUnderTest indexer, List<ConsumerRecord<byte[], byte[]>> records) {
        try {
            indexer.bean(Intake.class).take(records);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
