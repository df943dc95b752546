package dev.waymark.search.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.waymark.search.indexing.IndexStates;
import dev.waymark.search.intake.Feed;
import dev.waymark.search.meilisearch.Meilisearch;
import dev.waymark.search.readmodel.Documents;
import dev.waymark.search.readmodel.PendingPushes;
import dev.waymark.search.testing.IndexerUnderTest;
import dev.waymark.search.testing.MeilisearchServer;
import dev.waymark.search.testing.Organization;
import dev.waymark.search.testing.OwnerServer;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReconcileTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private MeilisearchServer engine;
    private OwnerServer owner;
    private IndexerUnderTest indexer;
    private List<Organization> organizations;

    @BeforeEach
    void start() {
        engine = MeilisearchServer.start();
        owner = new OwnerServer();
        indexer = IndexerUnderTest.start(
                IndexerUnderTest.freshSite(),
                Map.of(
                        "SEARCH_URL", engine.url(),
                        "IDENTITY_URL", owner.url(),
                        "ORGANIZATION_URL", owner.url(),
                        "SEARCH_INDEXER_CLIENT_SECRET", OwnerServer.SECRET));
        // Random ids, of which half have a first byte that is negative in Java.
        organizations = IntStream.range(0, 40)
                .mapToObj(number -> Organization.named("Member " + number))
                .toList();
        Feed.to(indexer, organizations.stream().map(one -> one.record(2)).toList());
        indexer.bean(Documents.class).fingerprints(row -> owner.state(row.id(), row.version(), row.hash(), false));
        awaitPushed();
    }

    @AfterEach
    void stop() {
        if (indexer != null) {
            indexer.close();
            owner.close();
        }
        if (engine != null) {
            engine.close();
        }
    }

    private void awaitPushed() {
        await().atMost(PATIENCE)
                .until(() -> indexer.bean(IndexStates.class).read().isLive()
                        && indexer.bean(PendingPushes.class).count() == 0);
    }

    private void assertDifferences(int expected) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int exit = indexer.bean(ReconcileCommand.class)
                .run(List.of(), new PrintStream(bytes, true, StandardCharsets.UTF_8));
        assertThat(bytes.toString(StandardCharsets.UTF_8)).endsWith("\n" + expected + " differences\n");
        assertThat(exit).isEqualTo(expected > 0 ? 1 : 0);
    }

    @Test
    void whereAllAgreeThereIsNoDifference() throws Exception {
        // Deleted before this table was made: the topic no longer tells of it.
        owner.state(UUID.randomUUID(), 9, "a".repeat(64), true);

        assertDifferences(0);
        assertThat(owner.takeRepublished()).isEmpty();
    }

    @Test
    void whatTheTableLacksIsAskedForAgain() throws Exception {
        UUID missing = UUID.randomUUID();
        Organization stale = organizations.get(3);
        owner.state(missing, 1, "b".repeat(64), false);
        owner.state(stale.id(), 3, "c".repeat(64), false);

        assertDifferences(2);

        assertThat(owner.takeRepublished()).isEqualTo(Set.of(missing, stale.id()));
    }

    @Test
    void aTableThatIsAheadOfARestoredOwnerTakesTheOlderState() throws Exception {
        Organization ahead = organizations.get(5);
        Organization unknown = organizations.get(6);
        owner.state(ahead.id(), 1, "d".repeat(64), false);
        owner.forget(unknown.id());

        assertDifferences(2);
        assertThat(owner.takeRepublished()).isEqualTo(Set.of(ahead.id()));
        Feed.to(indexer, ahead.renamed("Restored").record(1));

        await().atMost(PATIENCE).until(() -> indexer.names("Restored").equals(List.of("Restored")));
        await().atMost(PATIENCE)
                .until(() -> indexer.search("", "").path("total").asInt() == 39);
    }

    @Test
    void anIndexThatLostHasOldOrForeignDocumentsIsRepaired() throws Exception {
        String index = indexer.site() + "_organizations";
        Meilisearch client = engine.client();
        client.await(client.deleteDocuments(index, List.of(organizations.get(0).id())));
        client.await(client.replaceDocuments(
                index,
                ("[{\"id\":\"" + organizations.get(1).id() + "\",\"version\":1},{\"id\":\"" + UUID.randomUUID()
                                + "\",\"version\":1}]")
                        .getBytes(StandardCharsets.UTF_8)));

        assertDifferences(3);
        awaitPushed();

        assertDifferences(0);
        assertThat(client.count(index)).isEqualTo(40);
    }

    @Test
    void aChangeThatIsOnItsWayIsNoDifference() throws Exception {
        Organization moving = organizations.get(7);
        owner.state(moving.id(), 3, "e".repeat(64), false);
        Thread arrival = Thread.ofPlatform().start(() -> {
            Documents documents = indexer.bean(Documents.class);
            Feed.to(indexer, moving.renamed("Arrived").record(3));
            documents
                    .byIds(List.of(moving.id()))
                    .forEach(row -> owner.state(row.id(), row.version(), row.hash(), false));
        });

        assertDifferences(0);
        arrival.join();
    }
}
