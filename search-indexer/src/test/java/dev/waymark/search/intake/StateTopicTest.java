package dev.waymark.search.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.waymark.platform.command.Command;
import dev.waymark.search.testing.IndexerUnderTest;
import dev.waymark.search.testing.KafkaServer;
import dev.waymark.search.testing.Organization;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** From a real topic into the table. */
class StateTopicTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static KafkaServer kafka;

    @BeforeAll
    static void start() {
        kafka = KafkaServer.start();
    }

    @AfterAll
    static void stop() {
        if (kafka != null) {
            kafka.close();
        }
    }

    private static IndexerUnderTest indexer(String site) {
        return IndexerUnderTest.start(site, Map.of("KAFKA_BOOTSTRAP_SERVERS", kafka.address()));
    }

    private static String run(IndexerUnderTest indexer, Class<? extends Command> command, int expected)
            throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8)) {
            assertThat(indexer.bean(command).run(List.of(), out)).isEqualTo(expected);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static void awaitTotal(IndexerUnderTest indexer, String text, int total) {
        await().atMost(PATIENCE)
                .until(() -> indexer.search(text, "").path("total").asInt() == total);
    }

    @Test
    void aTopicThatIsMadeLaterIsFoundAndCaughtUpWith() throws Exception {
        String site = IndexerUnderTest.freshSite();
        try (IndexerUnderTest indexer = indexer(site)) {
            assertThat(run(indexer, CaughtUpCommand.class, 0)).contains("caught up");

            kafka.makeStateTopic(site);
            kafka.send(site, List.of(Organization.named("Firstling").record(1)));

            assertThat(run(indexer, CaughtUpCommand.class, 0)).contains("caught up");
            awaitTotal(indexer, "firstling", 1);
            await().atMost(PATIENCE)
                    .until(() -> indexer.bean(MeterRegistry.class)
                                    .get("waymark.lag")
                                    .tag("stage", "consume")
                                    .gauge()
                                    .value()
                            == 0);
        }
    }

    @Test
    void recordsThatCannotBeReadBecomeDeadLettersAndTheOthersGoOn() throws Exception {
        String site = IndexerUnderTest.freshSite();
        kafka.makeStateTopic(site);
        Organization good = Organization.named("Readable");
        Organization future = Organization.named("Futuristic");
        ConsumerRecord<byte[], byte[]> early = future.record(1);
        early.headers().remove("schema_version");
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>(List.of(
                Organization.record(good.id().toString(), "{broken", 1, null),
                Organization.record("nobody", good.document(1), 1, null),
                early,
                good.record(2)));

        try (IndexerUnderTest indexer = indexer(site)) {
            kafka.send(site, records);

            awaitTotal(indexer, "readable", 1);
            assertThat(run(indexer, CaughtUpCommand.class, 0)).contains("caught up");
            assertThat(run(indexer, DeadLettersCommand.class, 0))
                    .contains("not an organisation in JSON")
                    .contains("key is not a UUID")
                    .contains("schema_version is missing")
                    .contains(site + ".organization.state-")
                    .endsWith("3 dead letters\n");

            assertThat(run(indexer, ReplayCommand.class, 1)).contains("0 taken in, 3 still unreadable");
            assertThat(run(indexer, DeadLettersCommand.class, 0)).endsWith("3 dead letters\n");
        }
    }

    @Test
    void whatIsSentWhileTheServiceOrKafkaIsAwayArrives() throws Exception {
        String site = IndexerUnderTest.freshSite();
        kafka.makeStateTopic(site);
        try (IndexerUnderTest indexer = indexer(site)) {
            kafka.send(site, List.of(Organization.named("Earlybird").record(1)));
            awaitTotal(indexer, "earlybird", 1);
        }
        kafka.send(site, List.of(Organization.named("Interim").record(1)));
        kafka.stop();
        try (IndexerUnderTest indexer = indexer(site)) {
            assertThat(indexer.get("/readyz").statusCode()).isEqualTo(200);
            kafka.resume();
            awaitTotal(indexer, "interim", 1);

            kafka.stop();
            kafka.resume();
            kafka.send(site, List.of(Organization.named("Afterwards").record(1)));
            awaitTotal(indexer, "afterwards", 1);
        }
    }
}
