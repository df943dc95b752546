package dev.waymark.organization.syndication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.waymark.organization.ServiceTest;
import dev.waymark.platform.command.Command;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

class DumpTest extends ServiceTest {
    private static final String FILE = "/dumps/organizations.ndjson.gz";

    @Autowired
    private DumpMaker maker;

    @Autowired
    private DumpStore store;

    @Autowired
    private List<Command> commands;

    @Autowired
    private DataSource database;

    private final HttpClient http = HttpClient.newHttpClient();

    @BeforeEach
    void noDump() {
        sql.sql("delete from dump").update();
    }

    @Test
    void withoutADumpTheAnswerSaysWhereElseToLook() {
        for (String path : List.of("/dumps/organizations.json", FILE, FILE + ".sha256")) {
            HttpResponse<String> missing = get(path);

            assertThat(missing.statusCode()).isEqualTo(404);
            assertThat(json(missing).get("code").asString()).isEqualTo("dump_not_found");
            assertThat(json(missing).get("detail").asString()).contains("/api/v1/changes");
        }
    }

    @Test
    void holdsEveryDocumentThatIsNotDeletedAndNobodysName() throws Exception {
        String kept = create(profile(unique("Dumped University"), null)).body();
        String deleted = id(create(profile(unique("Deleted before the Dump"), null)));
        write("DELETE", "/api/v1/organizations/" + deleted, "", "If-Match", "\"1\"");

        run("dump");

        byte[] file = download().body();
        String lines = unpacked(file);
        assertThat(lines).contains(kept + "\n").doesNotContain(deleted).doesNotContain("client:", "tester", "author");
        assertThat(lines.lines())
                .containsExactlyElementsOf(sql.sql("select document from organization where not deleted order by id")
                        .query(String.class)
                        .list());
        JsonNode manifest = json(get("/dumps/organizations.json"));
        assertThat(manifest.get("count").asLong()).isEqualTo(lines.lines().count());
        assertThat(manifest.get("bytes").asLong()).isEqualTo(file.length);
        assertThat(manifest.get("sha256").asString()).isEqualTo(sha256(file));
        assertThat(manifest.get("url").asString()).isEqualTo("http://localhost:8080" + FILE);
        assertThat(Instant.parse(manifest.get("createdAt").asString())).isBefore(Instant.now());
    }

    @Test
    void theSumIsWhatTheUsualProgramChecks(@TempDir Path folder) throws Exception {
        create(profile(unique("Checked University"), null));
        run("dump");

        Files.write(folder.resolve("organizations.ndjson.gz"), download().body());
        Path sum = Files.writeString(
                folder.resolve("organizations.ndjson.gz.sha256"),
                get(FILE + ".sha256").body());
        Process check = new ProcessBuilder("sha256sum", "-c", sum.getFileName().toString())
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();

        assertThat(new String(check.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEqualTo("organizations.ndjson.gz: OK\n");
        assertThat(check.waitFor()).isZero();
    }

    @Test
    void followingFromItMissesNothingThatWasUnderWay() throws Exception {
        String late = id(create(profile(unique("Late Committer"), null)));
        String next;
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            rename(connection, late, "Late Committer, at last");
            run("dump");
            next = json(get("/dumps/organizations.json")).get("cursor").asString();
            connection.commit();
        }
        String after = id(create(profile(unique("Founded after the Dump"), null)));

        JsonNode changes = json(get("/api/v1/changes?since=" + next));

        assertThat(changes.get("items").findValuesAsString("id")).contains(late, after);
    }

    @Test
    void isOneSnapshotHoweverMuchIsImportedMeanwhile() throws Exception {
        String left = id(create(profile(unique("Left Twin"), "\"established\":1000")));
        String right = id(create(profile(unique("Right Twin"), "\"established\":1000")));
        AtomicBoolean done = new AtomicBoolean();
        Set<Integer> shown = new HashSet<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            // Each transaction changes both twins to the same year, as a batch of an import changes many.
            Future<Boolean> writing = threads.submit(() -> {
                for (int year = 1001; !done.get(); year++) {
                    sql.sql("update organization set document = regexp_replace(document, '\"established\":\\d+', ?)"
                                    + " where id in (?::uuid, ?::uuid)")
                            .params("\"established\":" + year, left, right)
                            .update();
                }
                return true;
            });
            for (int round = 0; round < 10; round++) {
                run("dump");
                List<Integer> years = unpacked(download().body())
                        .lines()
                        .filter(line -> line.contains(left) || line.contains(right))
                        .map(line -> Integer.valueOf(line.replaceAll(".*\"established\":(\\d+).*", "$1")))
                        .toList();
                assertThat(years).hasSize(2);
                assertThat(years.getFirst()).isEqualTo(years.getLast());
                shown.add(years.getFirst());
            }
            done.set(true);
            assertThat(writing.get()).isTrue();
        } finally {
            done.set(true);
        }
        sql.sql(
                        "update organization set document = regexp_replace(document, '\"established\":\\d+', '\"established\":1000')"
                                + " where id in (?::uuid, ?::uuid)")
                .params(left, right)
                .update();
        assertThat(shown).hasSizeGreaterThan(1);
    }

    @Test
    void aCopyThatIsKnownIsNotSentAgain() throws Exception {
        create(profile(unique("Cached University"), null));
        run("dump");
        HttpResponse<byte[]> first = download();
        String etag = first.headers().firstValue("ETag").orElseThrow();
        String modified = first.headers().firstValue("Last-Modified").orElseThrow();

        assertThat(first.headers().firstValue("Cache-Control")).hasValue("max-age=300, public");
        assertThat(first.headers().firstValue("Content-Type")).hasValue("application/gzip");
        assertThat(etag).startsWith("\"");
        assertThat(download("If-None-Match", etag).statusCode()).isEqualTo(304);
        assertThat(download("If-None-Match", etag).body()).isEmpty();
        assertThat(download("If-Modified-Since", modified).statusCode()).isEqualTo(304);
        assertThat(download("If-None-Match", "\"other\"").statusCode()).isEqualTo(200);
        for (String path : List.of("/dumps/organizations.json", FILE + ".sha256")) {
            assertThat(send(request(path).header("If-None-Match", etag)).statusCode())
                    .isEqualTo(304);
        }
    }

    @Test
    void aDownloadThatBrokeOffIsResumed() throws Exception {
        Dump dump = randomDump(3 * DumpStore.PIECE + 12345);
        byte[] whole = download().body();
        String etag = "\"" + dump.sha256() + "\"";
        int brokenAt = DumpStore.PIECE + 77;

        HttpResponse<byte[]> rest = download("Range", "bytes=" + brokenAt + "-", "If-Range", etag);

        assertThat(whole).hasSize(3 * DumpStore.PIECE + 12345);
        assertThat(sha256(whole)).isEqualTo(dump.sha256());
        assertThat(rest.statusCode()).isEqualTo(206);
        assertThat(rest.headers().firstValue("Content-Range"))
                .hasValue("bytes " + brokenAt + "-" + (whole.length - 1) + "/" + whole.length);
        assertThat(rest.body()).isEqualTo(Arrays.copyOfRange(whole, brokenAt, whole.length));
        assertThat(download("Range", "bytes=" + brokenAt + "-", "If-Range", "neither tag nor date")
                        .statusCode())
                .isEqualTo(200);
        assertThat(download("Range", "bytes=" + brokenAt + "-", "If-Range", "\"yesterday\"")
                        .body())
                .isEqualTo(whole);
        String modified = download().headers().firstValue("Last-Modified").orElseThrow();
        assertThat(download("Range", "bytes=5-6", "If-Range", modified).statusCode())
                .isEqualTo(206);
    }

    @ParameterizedTest
    @CsvSource({
        "bytes=0-0, 0, 1",
        "bytes=1048575-1048576, 1048575, 1048577",
        "bytes=1048570-9999999, 1048570, 1048700",
        "bytes=-5, 1048695, 1048700",
        "bytes=-9999999, 0, 1048700"
    })
    void answersOneRange(String range, int from, int to) throws Exception {
        randomDump(1048700);
        byte[] whole = download().body();

        HttpResponse<byte[]> part = download("Range", range);

        assertThat(part.statusCode()).isEqualTo(206);
        assertThat(part.body()).isEqualTo(Arrays.copyOfRange(whole, from, to));
        assertThat(part.headers().firstValue("Content-Length")).hasValue(String.valueOf(to - from));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {"bytes=0-1,5-6", "lines=1-2", "bytes=a-b", "bytes=9-3", "nonsense"})
    void aRangeThatIsNotUnderstoodIsTheWholeFile(String range) throws Exception {
        randomDump(1000);

        HttpResponse<byte[]> answer = download("Range", range);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).hasSize(1000);
    }

    @Test
    void aRangeBehindTheEndIsRefusedWithTheLength() throws Exception {
        randomDump(1000);

        HttpResponse<String> refused = send(request(FILE).header("Range", "bytes=1000-"));

        assertThat(refused.statusCode()).isEqualTo(416);
        assertThat(refused.headers().firstValue("Content-Range")).hasValue("bytes */1000");
        assertThat(json(refused).get("code").asString()).isEqualTo("range_not_satisfiable");
    }

    @Test
    void headTellsTheLength() throws Exception {
        randomDump(1000);

        HttpResponse<byte[]> head = http.send(
                request(FILE)
                        .method("HEAD", HttpRequest.BodyPublishers.noBody())
                        .build(),
                HttpResponse.BodyHandlers.ofByteArray());

        assertThat(head.headers().firstValue("Content-Length")).hasValue("1000");
        assertThat(head.headers().firstValue("Accept-Ranges")).hasValue("bytes");
    }

    @Test
    void oneOfManyMakesIt() throws Exception {
        create(profile(unique("Shared University"), null));

        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            IntStream.range(0, 6).forEach(_ -> threads.submit(maker::makeIfDue));
        }

        assertThat(dumps()).isEqualTo(1);
        UUID made = store.newest().orElseThrow().id();
        maker.makeIfDue();
        assertThat(store.newest().orElseThrow().id()).isEqualTo(made);
        sql.sql("update dump set created_at = created_at - interval '25 hours'").update();
        maker.makeIfDue();
        assertThat(store.newest().orElseThrow().id()).isNotEqualTo(made);
    }

    @Test
    void theNewestAndTheOneBeforeAreKept() throws Exception {
        create(profile(unique("Kept University"), null));
        for (int round = 0; round < 4; round++) {
            run("dump");
        }

        assertThat(dumps()).isEqualTo(2);
        assertThat(sql.sql("select count(distinct dump_id) from dump_chunk")
                        .query(Integer.class)
                        .single())
                .isEqualTo(2);
    }

    @Test
    void aMakerThatDiedIsNotWaitedForForEver() throws Exception {
        UUID dead = store.claim().orElseThrow();
        store.append(dead, 0, new byte[10]);

        assertThat(get("/dumps/organizations.json").statusCode()).isEqualTo(404);
        assertThatThrownBy(() -> run("dump")).hasMessageContaining("another process");
        sql.sql("update dump set touched_at = now() - interval '6 minutes'").update();
        run("dump");
        assertThat(get("/dumps/organizations.json").statusCode()).isEqualTo(200);
        assertThatThrownBy(() -> store.append(dead, 1, new byte[10])).hasMessageContaining("took so long");
    }

    @Test
    void theNightIsTheLastOne() {
        assertThat(DumpMaker.lastNight(Instant.parse("2026-11-25T02:29:59Z")))
                .isEqualTo(Instant.parse("2026-11-24T02:30:00Z"));
        assertThat(DumpMaker.lastNight(Instant.parse("2026-11-25T02:30:00Z")))
                .isEqualTo(Instant.parse("2026-11-25T02:30:00Z"));
    }

    /** A dump whose file is no gzip, for tests that are about bytes. */
    private Dump randomDump(int length) {
        byte[] content = new byte[length];
        new Random(length).nextBytes(content);
        UUID id = store.claim().orElseThrow();
        DumpPieces pieces = new DumpPieces(store, id);
        try (pieces) {
            for (int at = 0; at < length; at += 70_000) {
                pieces.write(content, at, Math.min(70_000, length - at));
            }
        }
        Dump dump = new Dump(id, Instant.now(), "next", 1, pieces.bytes(), pieces.sha256());
        store.complete(dump);
        return dump;
    }

    private int dumps() {
        return sql.sql("select count(*) from dump").query(Integer.class).single();
    }

    private void run(String name, String... arguments) throws Exception {
        Command command = commands.stream()
                .filter(candidate -> candidate.name().equals(name))
                .findFirst()
                .orElseThrow();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        assertThat(command.run(List.of(arguments), new PrintStream(out, true, StandardCharsets.UTF_8)))
                .isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("organisations", "SHA-256");
    }

    private HttpResponse<byte[]> download(String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = request(FILE);
        return http.send(
                (headers.length == 0 ? request : request.headers(headers)).build(),
                HttpResponse.BodyHandlers.ofByteArray());
    }

    private static void rename(Connection connection, String id, String name) throws SQLException {
        try (var update = connection.prepareStatement(
                "update organization set name = ?, version = version + 1 where id = ?::uuid")) {
            update.setString(1, name);
            update.setString(2, id);
            update.executeUpdate();
        }
    }

    private static String unpacked(byte[] file) throws IOException {
        return new String(new GZIPInputStream(new ByteArrayInputStream(file)).readAllBytes(), StandardCharsets.UTF_8);
    }

    private static String sha256(byte[] content) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    }
}
