package dev.waymark.search.indexing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.waymark.search.intake.Feed;
import dev.waymark.search.meilisearch.Meilisearch;
import dev.waymark.search.readmodel.PendingPushes;
import dev.waymark.search.testing.IndexerUnderTest;
import dev.waymark.search.testing.MeilisearchServer;
import dev.waymark.search.testing.Organization;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** From the table to the engine, whatever befalls the engine. */
class IndexLifeTest {
    private static final int MOST_WAITING = 200;
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    private static final int LARGEST_REQUEST = 8_000_000;

    private MeilisearchServer engine;
    private IndexerUnderTest indexer;

    @BeforeEach
    void start() {
        engine = MeilisearchServer.start();
        indexer = IndexerUnderTest.start(engine);
        awaitPushed();
    }

    @AfterEach
    void stop() {
        if (indexer != null) {
            indexer.close();
        }
        engine.close();
    }

    private void awaitPushed() {
        await().atMost(PATIENCE)
                .until(() -> indexer.bean(IndexStates.class).read().isLive()
                        && indexer.bean(PendingPushes.class).count() == 0);
    }

    private static List<Organization> organizations(int count, String word) {
        return IntStream.range(0, count)
                .mapToObj(number -> Organization.named(word + " " + number))
                .toList();
    }

    private void feed(List<Organization> organizations, long version) {
        List<ConsumerRecord<byte[], byte[]>> records =
                organizations.stream().map(one -> one.record(version)).toList();
        Feed.to(indexer, records);
    }

    private long found(String text) {
        JsonNode answer = indexer.search(text, "");
        return answer.path("limited").asBoolean() ? -1 : answer.path("total").asLong();
    }

    @Test
    void aChangeIsSearchableWithItsNewNameAndNotWithItsOld() {
        Organization organization = Organization.named("Albatross Institute");
        Feed.to(indexer, organization.record(1));
        await().atMost(PATIENCE).until(() -> found("albatross") == 1);

        Feed.to(indexer, organization.renamed("Pelican Institute").record(2));

        await().atMost(PATIENCE).until(() -> found("pelican") == 1 && found("albatross") == 0);
    }

    @Test
    void aDeletionTakesTheDocumentOutOfTheIndex() {
        Organization organization = Organization.named("Ephemeral Institute");
        Feed.to(indexer, organization.record(1));
        await().atMost(PATIENCE).until(() -> found("ephemeral") == 1);

        Feed.to(indexer, organization.deletion(2), organization.tombstone(2));

        await().atMost(PATIENCE).until(() -> found("ephemeral") == 0);
    }

    @Test
    void everyHitStandsOnOnePageHoweverTheSearchIsDividedIntoPages() {
        feed(organizations(45, "Harbour"), 1);
        await().atMost(PATIENCE).until(() -> found("harbour") == 45);

        for (int limit : new int[] {7, 20, 30, 100}) {
            List<String> names = new ArrayList<>();
            for (int offset = 0; offset < 45; offset += limit) {
                indexer.search("harbour", "&limit=" + limit + "&offset=" + offset)
                        .path("hits")
                        .forEach(hit -> names.add(hit.path("name").asString("")));
            }
            assertThat(names).as("pages of " + limit).hasSize(45).doesNotHaveDuplicates();
        }
    }

    @Test
    void aDocumentThatTheEngineRefusesIsSetAsideAndTheOthersGoOn() {
        Organization bad = Organization.named("Endless").alias("longwinded ".repeat(LARGEST_REQUEST / 10));
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>(
                organizations(9, "Sound").stream().map(sound -> sound.record(1)).toList());
        // Longer than the contract permits, which is what this is about.
        records.add(4, Organization.record(bad.id().toString(), bad.document(1), 1, null));

        Feed.to(indexer, records);

        await().atMost(PATIENCE).until(() -> found("sound") == 9);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(
                                indexer.bean(PendingPushes.class).refused(10))
                        .singleElement()
                        .satisfies(refused -> {
                            assertThat(refused.id()).isEqualTo(bad.id());
                            assertThat(refused.reason()).contains("payload_too_large");
                        }));
        assertThat(indexer.bean(PendingPushes.class).count()).isZero();

        Feed.to(indexer, Organization.withId(bad.id(), "Concise").record(2));

        await().atMost(PATIENCE).until(() -> found("concise") == 1);
        assertThat(indexer.bean(PendingPushes.class).refused(10)).isEmpty();
    }

    @Test
    void aRebuildUnderLiveWritesNeverShowsAnIndexThatLacksSomething() throws Exception {
        int count = 5000;
        feed(organizations(count, "Permanent"), 1);
        awaitPushed();
        AtomicBoolean done = new AtomicBoolean();
        AtomicInteger least = new AtomicInteger(Integer.MAX_VALUE);
        AtomicInteger writes = new AtomicInteger();
        Thread searching = Thread.ofPlatform().start(() -> {
            while (!done.get()) {
                // On a busy machine the table answers now and then, which lacks nothing either.
                least.accumulateAndGet(
                        indexer.search("permanent", "").path("total").asInt(), Math::min);
            }
        });
        Thread writing = Thread.ofPlatform().start(() -> {
            while (!done.get()) {
                // Never ends, and leaves the engine a chance to follow.
                if (indexer.bean(PendingPushes.class).count() < MOST_WAITING) {
                    Feed.to(
                            indexer,
                            Organization.named("Newcomer " + writes.incrementAndGet())
                                    .record(1));
                }
            }
        });

        long before = indexer.bean(IndexStates.class).read().completed();
        indexer.bean(IndexStates.class).requestRebuild();
        await().atMost(PATIENCE)
                .until(() -> indexer.bean(IndexStates.class).read().completed() > before);
        done.set(true);
        searching.join();
        writing.join();
        awaitPushed();

        assertThat(least.get()).isEqualTo(count);
        await().atMost(PATIENCE).until(() -> found("newcomer") == writes.get());
        assertThat(engine.client().indexes()).hasSize(1);
    }

    @Test
    void settingsOfAnOlderReleaseAreReplacedByARebuild() {
        feed(organizations(50, "Settled"), 1);
        awaitPushed();
        indexer.close();
        IndexerUnderTest again = IndexerUnderTest.start(indexer.site(), Map.of("SEARCH_URL", engine.url()));
        indexer = again;
        long completed = again.bean(IndexStates.class).read().completed();
        assertThat(completed).isEqualTo(1);

        again.bean(org.springframework.jdbc.core.simple.JdbcClient.class)
                .sql("update search_index set live_settings = live_settings - 1")
                .update();

        await().atMost(PATIENCE)
                .until(() -> again.bean(IndexStates.class).read().completed() == completed + 1);
        await().atMost(PATIENCE).until(() -> found("settled") == 50);
    }

    @Test
    void changesMadeWhileTheEngineIsAwayArriveWhenItIsBack() {
        feed(organizations(20, "Before"), 1);
        awaitPushed();
        engine.stop();

        feed(organizations(20, "During"), 1);
        assertThat(indexer.search("during", "").path("limited").asBoolean()).isTrue();
        assertThat(indexer.search("during", "").path("total").asInt()).isEqualTo(20);
        engine.resume();

        awaitPushed();
        await().atMost(PATIENCE).until(() -> found("during") == 20 && found("before") == 20);
    }

    @Test
    void eachOfManyChangesThatPiledUpIsSentOnce() {
        engine.stop();
        feed(organizations(5_000, "Piled"), 1);
        engine.resume();

        awaitPushed();

        assertThat(found("piled")).isEqualTo(5_000);
        assertThat(indexer.bean(MeterRegistry.class)
                        .counter("waymark.push.documents")
                        .count())
                .isEqualTo(5_000);
    }

    @Test
    void anIndexWhoseDataWereDeletedIsBuiltAnewUnderLiveWrites() {
        feed(organizations(3000, "Enduring"), 1);
        awaitPushed();
        engine.stop();
        engine.deleteData();
        engine.resume();

        Organization late = Organization.named("Latecomer");
        Feed.to(indexer, late.record(1));

        await().atMost(PATIENCE).untilAsserted(() -> {
            JsonNode answer = indexer.search("enduring", "");
            // Whoever answers, nothing is missing.
            assertThat(answer.path("total").asLong()).isEqualTo(3000);
            assertThat(answer.path("limited").asBoolean()).isFalse();
        });
        await().atMost(PATIENCE).until(() -> found("latecomer") == 1);
        Meilisearch.Index index = engine.client().indexes().getFirst();
        assertThat(index.createdAt())
                .isEqualTo(indexer.bean(IndexStates.class).read().liveCreatedAt());
    }

    @Test
    void anotherCopyTakesOverWhenTheOneThatPushesStops() {
        try (IndexerUnderTest second = IndexerUnderTest.start(indexer.site(), Map.of("SEARCH_URL", engine.url()))) {
            assertThat(second.bean(PushLock.class).isHeld()).isFalse();
            // Taken in by the copy that does not push.
            Feed.to(second, Organization.named("Shared").record(1));
            await().atMost(PATIENCE).until(() -> found("shared") == 1);

            indexer.close();
            indexer = second;
            Feed.to(second, Organization.named("Inherited").record(1));

            await().atMost(PATIENCE).until(() -> found("inherited") == 1);
            assertThat(second.bean(PushLock.class).isHeld()).isTrue();
        }
    }
}
