package dev.waymark.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.waymark.stack.CommandResult;
import dev.waymark.stack.Part;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.zip.GZIPInputStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** Parts are killed or away while changes go on: afterwards Postgres, the read model and the index say the same. */
class FaultTest {
    private static final Waymark waymark = Waymark.running();
    private static final List<Part> KILLED = List.of(Part.SEARCH_INDEXER, Part.CONNECT, Part.ORGANIZATION, Part.KAFKA);

    @TempDir
    private Path folder;

    @BeforeEach
    @AfterEach
    void everythingRuns() {
        for (Part part : Part.values()) {
            waymark.stack().start(part);
        }
        waymark.stack().awaitReady();
        waymark.awaitConnector("RUNNING");
    }

    @Test
    void anImportSurvivesKills() throws IOException {
        importWhileKilling(4_000, 4);
    }

    @Tag("full")
    @Test
    void theImportOfEveryChangeSurvivesManyKills() throws IOException {
        importWhileKilling(Integer.MAX_VALUE, 16);
    }

    private void importWhileKilling(int most, int kills) throws IOException {
        Path all = Waymark.data("ror-changes.ndjson.gz").orElse(null);
        assumeTrue(all != null, "needs ../shared/data/ror-changes.ndjson.gz, which is not here");
        Map<String, String> last = new LinkedHashMap<>();
        Path changes = folder.resolve("changes.ndjson");
        Files.write(changes, lines(all, most, last));
        Path lastOnly = Files.write(folder.resolve("last.ndjson"), last.values());
        Random random = new Random(7);

        CompletableFuture<CommandResult> importing = CompletableFuture.supplyAsync(
                () -> waymark.stack().run(Part.ORGANIZATION, "import", changes.toString()));
        for (int kill = 0; kill < kills; kill++) {
            Part part = KILLED.get(kill % KILLED.size());
            long before = received();
            // Strikes in the middle of the stream: when some more has arrived, or the import is done already.
            long some = 50 + random.nextInt(200);
            Awaitility.await()
                    .atMost(Duration.ofMinutes(3))
                    .until(() -> importing.isDone() || received() > before + some);
            waymark.stack().kill(part);
        }
        CommandResult result = importing.join();
        assertThat(result.exit()).as(result.output() + result.errors()).isZero();
        waymark.stack().awaitReady();
        waymark.command(Part.SEARCH_INDEXER, "caught-up");

        assertThat(waymark.command(Part.ORGANIZATION, "import", lastOnly.toString()))
                .as("the last document of each organisation is what the directory has")
                .contains(" 0 new, 0 changed");
        waymark.assertReconciled();
    }

    private static long received() {
        return Long.parseLong(waymark.sql("search", "select count(*) from organization_document"));
    }

    private static List<String> lines(Path file, int most, Map<String, String> last) {
        JsonMapper json = JsonMapper.builder().build();
        List<String> lines = new ArrayList<>();
        try (BufferedReader reader = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null && lines.size() < most; line = reader.readLine()) {
                lines.add(line);
                last.put(json.readTree(line).get("id").asString(), line);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return lines;
    }

    @Test
    void writesGoOnWhileKafkaAndConnectAreAwayAndNothingIsLost() {
        waymark.stack().stop(Part.CONNECT);
        waymark.create("Absent Courier Office");
        waymark.stack().stop(Part.KAFKA);
        waymark.create("Absent Broker Office");

        waymark.stack().start(Part.KAFKA);
        waymark.stack().start(Part.CONNECT);

        waymark.awaitSearchable("absent courier");
        waymark.awaitSearchable("absent broker");
    }

    @Test
    void searchGoesOnLimitedWhileMeilisearchIsAwayAndCatchesUp() {
        waymark.create("Lighthouse Keepers Guild");
        waymark.awaitSearchable("lighthouse keepers");
        waymark.stack().stop(Part.MEILISEARCH);

        long begin = System.nanoTime();
        HttpResponse<String> answer = waymark.get("/api/v1/search?q=lighthouse%20keep");
        Duration took = Duration.ofNanos(System.nanoTime() - begin);
        waymark.create("Nightwatch Keepers Guild");

        assertThat(Waymark.json(answer).get("limited").asBoolean()).isTrue();
        assertThat(Waymark.json(answer).get("total").asLong()).isPositive();
        // What the API promises to people, not a measurement.
        assertThat(took).isLessThan(Duration.ofSeconds(5));
        assertThat(waymark.get("/search?q=lighthouse").body()).contains("Keepers Guild", "Search is limited");
        assertThat(waymark.get("/de/countries/ch").body()).contains("Schweiz");
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> waymark.hits("nightwatch") > 0);
        waymark.stack().start(Part.MEILISEARCH);
        Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> {
            HttpResponse<String> full = waymark.get("/api/v1/search?q=nigthwatch");
            return full.statusCode() == 200
                    && !Waymark.json(full).get("limited").asBoolean()
                    && Waymark.json(full).get("total").asLong() > 0;
        });
    }

    @Test
    void aLostSlotIsLoudAndRepublishRepairsIt() {
        waymark.create("Harbour before the Loss");
        waymark.awaitSearchable("harbour before");
        waymark.stack().stop(Part.CONNECT);
        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .until(() -> waymark.sql(
                                "organization",
                                "select active from pg_replication_slots where slot_name = ?",
                                Waymark.slot())
                        .equals("f"));
        waymark.create("Harbour in the Gap");
        waymark.sql("organization", "select pg_drop_replication_slot(?)", Waymark.slot());

        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .until(() -> waymark.outboxHealth().contains("\"DOWN\""));
        waymark.create("Harbour after the Loss");
        waymark.stack().start(Part.CONNECT);
        waymark.stack().awaitReady();
        waymark.command(Part.ORGANIZATION, "republish");
        waymark.command(Part.SEARCH_INDEXER, "caught-up");

        assertThat(waymark.outboxHealth()).contains("\"UP\"");
        assertThat(waymark.hits("harbour in gap")).isPositive();
        assertThat(waymark.hits("harbour after loss")).isPositive();
        waymark.assertReconciled();
    }

    @Test
    void aDeletedIndexIsRebuiltWhileWritesGoOn() {
        waymark.create("Granary before Deletion");
        waymark.awaitSearchable("granary before");
        HttpResponse<String> deleted =
                waymark.send(waymark.request(waymark.setting("SEARCH_URL") + "/indexes/" + Waymark.index())
                        .DELETE()
                        .header("Authorization", "Bearer " + waymark.setting("SEARCH_KEY")));
        assertThat(deleted.statusCode()).isEqualTo(202);

        waymark.create("Granary during Deletion");

        waymark.awaitSearchable("granary during");
        Awaitility.await().atMost(Duration.ofMinutes(2)).until(() -> {
            HttpResponse<String> answer = waymark.get("/api/v1/search?q=granray%20before");
            return answer.statusCode() == 200
                    && !Waymark.json(answer).get("limited").asBoolean()
                    && Waymark.json(answer).get("total").asLong() > 0;
        });
        waymark.command(Part.SEARCH_INDEXER, "caught-up");
        waymark.assertReconciled();
    }
}
