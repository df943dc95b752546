package dev.waymark.organization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;

class ImporterTest extends ServiceTest {
    private static final AtomicInteger numbers = new AtomicInteger();

    @TempDir
    private Path folder;

    @Autowired
    private Importer importer;

    private final List<String> refusals = new ArrayList<>();

    @Test
    void takesAnArrayAsInRorsDumpAndLinesAndTheirCompressions() throws IOException {
        List<String> forms = List.of("array", "lines", "gzip", "zip");
        for (String form : forms) {
            String id = newRorId();
            String record = record(id, "Form " + form, null);
            Path file = switch (form) {
                case "array" -> file("[\n" + record + "\n]");
                case "lines" -> file(record + "\n\n");
                case "gzip" -> compressed(record, GZIPOutputStream::new);
                default -> zipped("[" + record + "]");
            };

            assertThat(run(file)).isEqualTo(new Importer.Counts(1, 0, 0, 0));
            assertThat(json(get("/api/v1/organizations?identifier=ror:" + id))
                            .get("name")
                            .asString())
                    .isEqualTo("Form " + form);
        }
    }

    @Test
    void keepsWhatARecordStates() throws IOException {
        String id = newRorId();
        run(file("""
                {"id":"https://ror.org/%s","status":"inactive","established":1833,"types":["education","funder"],
                 "names":[{"value":"Universität Zürich","lang":"de","types":["label","ror_display"]},
                          {"value":"UZH","lang":null,"types":["acronym"]}],
                 "domains":["uzh.ch"],"links":[{"type":"website","value":"https://www.uzh.ch"}],
                 "locations":[{"geonames_id":2657896,"geonames_details":{"name":"Zurich","lat":47.36667,"lng":8.55,
                   "country_code":"CH","country_name":"Switzerland","continent_code":"EU"}}],
                 "external_ids":[{"type":"isni","all":["0000 0004 1937 0650","x"],"preferred":"0000 0004 1937 0650"}],
                 "relationships":[{"type":"child","id":"https://ror.org/01462r250","label":"Hospital"}],
                 "admin":{"created":{"date":"2018-11-14"}}}""".formatted(id).replace("\n", "")));

        var kept = json(get("/api/v1/organizations?identifier=ror:" + id));

        assertThat(kept.get("status").asString()).isEqualTo("inactive");
        assertThat(kept.get("established").asInt()).isEqualTo(1833);
        assertThat(kept.get("country").asString()).isEqualTo("CH");
        assertThat(kept.get("kinds").toString()).isEqualTo("[\"education\",\"funder\"]");
        assertThat(kept.get("names").toString())
                .isEqualTo("[{\"value\":\"Universität Zürich\",\"language\":\"de\",\"types\":[\"label\"]},"
                        + "{\"value\":\"UZH\",\"types\":[\"acronym\"]}]");
        assertThat(kept.at("/places/0/latitude").asDouble()).isEqualTo(47.36667);
        assertThat(kept.get("identifiers").toString())
                .contains("{\"scheme\":\"ror\",\"value\":\"" + id + "\",\"preferred\":true}")
                .contains("{\"scheme\":\"isni\",\"value\":\"x\",\"preferred\":false}");
        assertThat(kept.at("/relationships/0/value").asString()).isEqualTo("01462r250");
    }

    @Test
    void anUnchangedRecordMakesNoRevision() throws IOException {
        String id = newRorId();
        Path file = file(record(id, "Twice", null));
        run(file);

        assertThat(run(file)).isEqualTo(new Importer.Counts(0, 0, 1, 0));
        assertThat(versionOf(id)).isEqualTo(1);
    }

    @Test
    void versionsOfOneRecordBecomeRevisionsInTheOrderOfTheFile() throws IOException {
        String id = newRorId();

        Importer.Counts counts = run(
                file(record(id, "First", null) + "\n" + record(id, "Second", null) + "\n" + record(id, "Third", null)));

        assertThat(counts).isEqualTo(new Importer.Counts(1, 2, 0, 0));
        List<String> names = sql.sql("""
                        select r.document::jsonb ->> 'name' from organization_revision r
                        join organization_identifier i using (organization_id)
                        where i.scheme = 'ror' and i.value = ? order by r.version""").param(id).query(String.class).list();
        assertThat(names).containsExactly("First", "Second", "Third");
    }

    @Test
    void aRefusedRecordIsReportedAndTheOthersGoOn() throws IOException {
        String good = newRorId();
        String file = "not json\n" + record("nonsense", "Bad id", null) + "\n"
                + record(newRorId(), "Bad year", "\"established\":99999") + "\n" + record(good, "Good", null);

        Importer.Counts counts = run(file(file));

        assertThat(counts).isEqualTo(new Importer.Counts(1, 0, 0, 3));
        assertThat(refusals)
                .anyMatch(refusal -> refusal.startsWith("1  "))
                .anyMatch(refusal -> refusal.startsWith("2 identifiers[0].value"))
                .anyMatch(refusal -> refusal.startsWith("3 established"));
        assertThat(versionOf(good)).isEqualTo(1);
    }

    @Test
    void manyRelationshipsAreKeptUntilTheDocumentIsTooLargeForKafka() throws IOException {
        String large = newRorId();
        String tooLarge = newRorId();
        Path file = file(record(large, "Large", relationships(1_100, 20)) + "\n"
                + record(tooLarge, "Too large", relationships(3_000, 400)) + "\n");

        assertThat(run(file)).isEqualTo(new Importer.Counts(1, 0, 0, 1));
        assertThat(json(get("/api/v1/organizations?identifier=ror:" + large))
                        .get("relationships")
                        .size())
                .isEqualTo(1_100);
        assertThat(refusals).containsExactly("2  should have at most 900000 bytes as JSON");
    }

    private static String relationships(int count, int letters) {
        return IntStream.range(0, count)
                .mapToObj(number -> "{\"type\":\"child\",\"id\":\"https://ror.org/%09d\",\"label\":\"%s\"}"
                        .formatted(number, "x".repeat(letters)))
                .collect(Collectors.joining(",", "\"relationships\":[", "]"));
    }

    @Test
    void whatCameBeforeTheEndOfABrokenFileIsKept() throws IOException {
        String id = newRorId();
        Path broken = file("[" + record(id, "Before the break", null) + ", {\"id\":");

        assertThatThrownBy(() -> run(broken)).isInstanceOf(IOException.class).hasMessageContaining("line 1");
        assertThat(versionOf(id)).isEqualTo(1);
    }

    @Test
    void anOrganisationThatWasDeletedHereIsNotBroughtBack() throws IOException {
        String id = newRorId();
        Path file = file(record(id, "Deleted", null));
        run(file);
        String organization = id(get("/api/v1/organizations?identifier=ror:" + id));
        write("DELETE", "/api/v1/organizations/" + organization, "", "If-Match", "\"1\"");

        assertThat(run(file)).isEqualTo(new Importer.Counts(0, 0, 0, 1));
        assertThat(get("/api/v1/organizations/" + organization).statusCode()).isEqualTo(410);
    }

    @Test
    void anExportIsAnImportThatChangesNothing() throws IOException {
        String id = newRorId();
        run(file(record(id, "Round trip", "\"established\":1900")));
        String line = get("/api/v1/organizations/export")
                .body()
                .lines()
                .filter(document -> document.contains(id))
                .findFirst()
                .orElseThrow();

        assertThat(run(file(line))).isEqualTo(new Importer.Counts(0, 0, 1, 0));
    }

    private Importer.Counts run(Path file) throws IOException {
        try (ImportFile records = ImportFile.open(file)) {
            return importer.run(records, TestImports.settings(records), new TestImports.Listener() {
                @Override
                public void progressed(Importer.Counts soFar, double share) {
                    assertThat(share).isBetween(0.0, 1.0);
                }

                @Override
                public void decided(long line, Outcome outcome) {
                    if (outcome instanceof Outcome.Refused refused) {
                        refused.errors()
                                .forEach(error -> refusals.add(line + " " + error.field() + " " + error.reason()));
                    }
                }
            });
        }
    }

    private long versionOf(String ror) {
        return json(get("/api/v1/organizations?identifier=ror:" + ror))
                .get("version")
                .asLong();
    }

    private static String newRorId() {
        return String.format("0%06d%02d", numbers.incrementAndGet(), 10);
    }

    private static String record(String id, String name, @org.jspecify.annotations.Nullable String more) {
        return "{\"id\":\"https://ror.org/" + id + "\",\"status\":\"active\",\"types\":[\"education\"],"
                + "\"names\":[{\"value\":\"" + name + "\",\"lang\":\"en\",\"types\":[\"ror_display\",\"label\"]}],"
                + "\"locations\":[{\"geonames_id\":1,\"geonames_details\":{\"country_code\":\"CH\"}}]"
                + (more == null ? "" : "," + more) + "}";
    }

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("records"), text);
    }

    private interface Compression {
        OutputStream around(OutputStream out) throws IOException;
    }

    private Path compressed(String text, Compression compression) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = compression.around(bytes)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return Files.write(folder.resolve("records"), bytes.toByteArray());
    }

    private Path zipped(String text) throws IOException {
        return compressed(text, out -> {
            ZipOutputStream zip = new ZipOutputStream(out);
            zip.putNextEntry(new ZipEntry("ror-data.csv"));
            zip.putNextEntry(new ZipEntry("ror-data_schema_v2.json"));
            return zip;
        });
    }
}
