package dev.waymark.search.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waymark.search.readmodel.Documents;
import dev.waymark.search.readmodel.Fingerprint;
import dev.waymark.search.testing.IndexerUnderTest;
import dev.waymark.search.testing.Organization;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What becomes of records, on a real database and without Kafka. */
class IntakeTest {
    private static IndexerUnderTest indexer;
    private static Intake intake;
    private static Documents documents;

    @BeforeAll
    static void start() {
        indexer = IndexerUnderTest.start(IndexerUnderTest.freshSite(), Map.of());
        intake = indexer.bean(Intake.class);
        documents = indexer.bean(Documents.class);
    }

    @AfterAll
    static void stop() {
        indexer.close();
    }

    private static Map<UUID, Fingerprint> table() {
        Map<UUID, Fingerprint> table = new TreeMap<>();
        documents.fingerprints(row -> table.put(row.id(), row));
        return table;
    }

    private static Fingerprint row(Organization organization) {
        Fingerprint row = table().get(organization.id());
        assertThat(row).isNotNull();
        return row;
    }

    @Test
    void anyOrderWithAnyRepetitionEndsInTheSameState() throws Exception {
        for (int seed = 1; seed <= 25; seed++) {
            Random random = new Random(seed);
            Map<UUID, Long> newest = new TreeMap<>();
            List<UUID> deleted = new ArrayList<>();
            List<ConsumerRecord<byte[], byte[]>> stream = new ArrayList<>();
            for (int number = 0; number < 8; number++) {
                Organization organization = Organization.named("Organisation " + number);
                int versions = 1 + random.nextInt(5);
                for (int version = 1; version <= versions; version++) {
                    stream.add(organization.renamed("Name " + version).record(version));
                }
                newest.put(organization.id(), (long) versions);
                if (random.nextBoolean()) {
                    stream.add(organization.deletion(versions + 1));
                    stream.add(organization.tombstone(versions + 1));
                    newest.put(organization.id(), versions + 1L);
                    deleted.add(organization.id());
                }
            }
            List<ConsumerRecord<byte[], byte[]>> delivery = new ArrayList<>(stream);
            for (int again = 0; again < stream.size(); again++) {
                delivery.add(stream.get(random.nextInt(stream.size())));
            }
            Collections.shuffle(delivery, random);

            deliver(delivery, random);

            Map<UUID, Fingerprint> table = table();
            newest.forEach((id, version) -> {
                Fingerprint row = Objects.requireNonNull(table.get(id));
                assertThat(row.version()).isEqualTo(version);
                assertThat(row.deleted()).isEqualTo(deleted.contains(id));
                // The deleted document, and not only its tombstone, is what stays.
                assertThat(row.hash()).hasSize(64);
            });
        }
    }

    private static void deliver(List<ConsumerRecord<byte[], byte[]>> delivery, Random random) throws Exception {
        int from = 0;
        while (from < delivery.size()) {
            int to = Math.min(delivery.size(), from + 1 + random.nextInt(12));
            intake.take(delivery.subList(from, to));
            from = to;
        }
    }

    @Test
    void theSameRecordChangesNothingTheSecondTime() throws Exception {
        Organization organization = Organization.named("Once");

        assertThat(intake.take(List.of(organization.record(1))).changed()).isEqualTo(1);
        assertThat(intake.take(List.of(organization.record(1))).changed()).isZero();
    }

    @Test
    void anEqualVersionWithOtherContentsIsTakenOver() throws Exception {
        Organization organization = Organization.named("Damaged");
        intake.take(List.of(organization.record(3)));
        String before = row(organization).hash();

        intake.take(List.of(organization.renamed("Repaired").record(3)));

        assertThat(row(organization).hash()).isNotEqualTo(before);
        assertThat(indexer.names("Repaired")).containsExactly("Repaired");
    }

    @Test
    void anOlderVersionIsDropped() throws Exception {
        Organization organization = Organization.named("Newest");
        intake.take(List.of(organization.record(5)));

        intake.take(List.of(organization.renamed("Older").record(4)));

        assertThat(row(organization).version()).isEqualTo(5);
        assertThat(indexer.names("Newest")).containsExactly("Newest");
    }

    @Test
    void aTombstoneAloneDeletesToo() throws Exception {
        Organization organization = Organization.named("Lonely");
        intake.take(List.of(organization.record(1)));

        intake.take(List.of(organization.tombstone(2)));

        assertThat(row(organization).deleted()).isTrue();
        assertThat(indexer.names("Lonely")).isEmpty();
    }

    @Test
    void aStateThatComesAfterItsDeletionDoesNotBringItBack() throws Exception {
        Organization organization = Organization.named("Gone");
        intake.take(List.of(organization.deletion(2), organization.tombstone(2)));

        intake.take(List.of(organization.record(1)));

        assertThat(row(organization).deleted()).isTrue();
    }

    @Test
    void textThatTheDatabaseCannotHoldStopsNobody() throws Exception {
        Organization strange = Organization.named("Strange \0 name");
        Organization plain = Organization.named("Plain");

        intake.take(List.of(strange.record(1), plain.record(1)));

        assertThat(table()).containsKeys(strange.id(), plain.id());
    }
}
