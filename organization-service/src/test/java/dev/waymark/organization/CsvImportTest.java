package dev.waymark.organization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

class CsvImportTest extends ServiceTest {
    /** After every edit that a test makes before it. */
    private static final Instant LATER = Instant.now().plusSeconds(24 * 3600);

    private static final Instant LONG_AGO = Instant.parse("2020-01-01T00:00:00Z");

    @TempDir
    private Path folder;

    @Autowired
    private Importer importer;

    @Autowired
    private ImportCommand command;

    private final List<String> outcomes = new ArrayList<>();
    private Instant date = LATER;
    private boolean dryRun;
    private boolean createDuplicates;
    private boolean overwrite;
    private @Nullable Map<String, String> mapping;

    @Test
    void everySeparatorIsSeenAndQuotesKeepLineBreaksAndSeparators() throws IOException {
        for (String separator : List.of(",", ";", "\t")) {
            String key = key();
            String name = unique("Line,;\tBreak");

            run("\uFEFF" + String.join(separator, "Key", "Name", "Country", "Kind") + "\r\n"
                    + String.join(
                            separator,
                            key,
                            "\"" + name.replace("Break", "\r\nBreak") + "\"",
                            "Switzerland",
                            "education")
                    + "\r\n");

            assertThat(named(key).get("name").asString())
                    .isEqualTo(
                            name.replace("\t", " ").replace("Break", " Break").replace("  ", " "));
        }
    }

    @Test
    void aRowSaysWhatItsColumnsSay() throws IOException {
        String key = key();
        createDuplicates = true;
        run("""
                key,Name,name@de,Country,City,Kind,Status,Web site,domain,alias,acronym,ISNI,Wikidata,founded,lat,lng,wikipedia
                %s,Every Column House,Haus aller Spalten,uk,London,Facility|education,inactive,www.example.org,example.org,House of Columns|Columns,ECH,0000000419370650,https://www.wikidata.org/wiki/Q64,1833,51.5,-0.12,https://en.wikipedia.org/wiki/X
                """.replace("Web site", "website").formatted(key));

        JsonNode kept = named(key);

        assertThat(kept.get("country").asString()).isEqualTo("GB");
        assertThat(kept.get("status").asString()).isEqualTo("inactive");
        assertThat(kept.get("established").asInt()).isEqualTo(1833);
        assertThat(kept.get("kinds").toString()).isEqualTo("[\"education\",\"facility\"]");
        assertThat(kept.get("names").toString())
                .contains("{\"value\":\"Every Column House\",\"types\":[\"label\"]}")
                .contains("{\"value\":\"Haus aller Spalten\",\"language\":\"de\",\"types\":[\"label\"]}")
                .contains("{\"value\":\"Columns\",\"types\":[\"alias\"]}")
                .contains("{\"value\":\"ECH\",\"types\":[\"acronym\"]}");
        assertThat(kept.at("/places/0").toString())
                .isEqualTo("{\"country\":\"GB\",\"city\":\"London\",\"latitude\":51.5,\"longitude\":-0.12}");
        assertThat(kept.get("links").toString())
                .isEqualTo("[{\"type\":\"website\",\"url\":\"https://www.example.org\"},"
                        + "{\"type\":\"wikipedia\",\"url\":\"https://en.wikipedia.org/wiki/X\"}]");
        assertThat(kept.get("domains").toString()).isEqualTo("[\"example.org\"]");
        assertThat(kept.get("identifiers").toString())
                .contains("{\"scheme\":\"local\",\"value\":\"" + key + "\",\"preferred\":true}")
                .contains("{\"scheme\":\"isni\",\"value\":\"0000 0004 1937 0650\",\"preferred\":true}")
                .contains("{\"scheme\":\"wikidata\",\"value\":\"Q64\",\"preferred\":true}");
    }

    @Test
    void columnsThatTheFileDoesNotHaveAndEmptyCellsLeaveWhatIsStored() throws IOException {
        String ror = "0csv0ne01";
        json("{\"name\":\"Partial College\",\"country\":\"CH\",\"kinds\":[\"education\"],\"established\":1900,"
                + "\"links\":[{\"type\":\"website\",\"url\":\"https://partial.example\"}],"
                + "\"places\":[{\"country\":\"CH\",\"city\":\"Bern\",\"latitude\":46.9,\"longitude\":7.4,\"geonamesId\":7}],"
                + "\"names\":[{\"value\":\"Partial College\",\"language\":\"en\",\"types\":[\"label\"]}],"
                + "\"identifiers\":[{\"scheme\":\"ror\",\"value\":\"" + ror + "\",\"preferred\":true}],"
                + "\"relationships\":[{\"type\":\"parent\",\"scheme\":\"ror\",\"value\":\"x\",\"label\":\"X\"}]}");

        String key = key();
        assertThat(run("key,ror,name,established,alias\n" + key + ",https://ror.org/" + ror
                        + ",Partial University,,PU\n"))
                .isEqualTo(new Importer.Counts(0, 1, 0, 0));

        JsonNode kept = named(key);
        assertThat(kept.get("name").asString()).isEqualTo("Partial University");
        assertThat(kept.get("names").toString())
                .isEqualTo("[{\"value\":\"Partial University\",\"language\":\"en\",\"types\":[\"label\"]},"
                        + "{\"value\":\"PU\",\"types\":[\"alias\"]}]");
        assertThat(kept.get("established").asInt()).isEqualTo(1900);
        assertThat(kept.get("links").size()).isEqualTo(1);
        assertThat(kept.get("relationships").size()).isEqualTo(1);
        assertThat(kept.at("/places/0/geonamesId").asInt()).isEqualTo(7);

        run("key,established,website,city\n" + key + ",-,-,Zurich\n");

        JsonNode erased = named(key);
        assertThat(erased.has("established")).isFalse();
        assertThat(erased.get("links").size()).isZero();
        assertThat(erased.at("/places/0").toString()).isEqualTo("{\"country\":\"CH\",\"city\":\"Zurich\"}");
    }

    @Test
    void aRowAgainChangesNothing() throws IOException {
        String row = "key,name,name@fr,alias,country,city,kind,domain,isni\n" + key() + ","
                + unique("Idempotent Institute") + ",Institut,Inst|Itut,CH,Basel,education,"
                + unique("d").replace(" ", "") + ".example,0000000419370651\n";
        run(row);

        assertThat(run(row)).isEqualTo(new Importer.Counts(0, 0, 1, 0));
    }

    @Test
    void aRegistrysRecordLeavesTheKeyThatTheOwnerGave() throws IOException {
        String key = key();
        date = LONG_AGO;
        String record =
                "{\"id\":\"https://ror.org/0keyed001\",\"types\":[\"education\"],\"names\":[{\"value\":\"%s\",\"types\":[\"ror_display\"]}],"
                        + "\"locations\":[{\"geonames_details\":{\"country_code\":\"CH\"}}]}";
        json(record.formatted("Keyed"));
        run("key,ror\n" + key + ",0keyed001\n");
        json(record.formatted("Keyed Anew"));

        assertThat(named(key).get("name").asString()).isEqualTo("Keyed Anew");
    }

    @Test
    void aMappingNamesColumnsAndOthersAreTakenByTheirNames() throws IOException {
        String key = key();
        mapping = Map.of("Nr.", "key", "Bezeichnung", "name", "name", "ignore");

        run("Nr.;Bezeichnung;name;country;kind\n" + key + ";Mapped House;no;DE;other\n");

        assertThat(named(key).get("name").asString()).isEqualTo("Mapped House");
    }

    @Test
    void everythingThatIsWrongWithAMappingIsToldAtOnceAndNothingIsWritten() {
        String key = key();
        mapping = Map.of("Nr.", "key", "Bezeichnung", "titel", "Ort", "city");

        assertThatThrownBy(() -> run("Nr.;Bezeichnung\n" + key + ";x\n"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'titel'")
                .hasMessageContaining("'Ort'");
        mapping = null;
        assertThatThrownBy(() -> run("name,country\nx,CH\n")).hasMessageContaining("'key'");
    }

    @Test
    void aTableThatIsNotUtf8OrBrokenIsRefusedWhole() throws IOException {
        String key = key();
        Path latin = Files.write(
                folder.resolve("latin.csv"),
                ("key,name,country,kind\n" + key + ",Fine,CH,other\n2,Universit\u00e9,CH,other\n")
                        .getBytes(StandardCharsets.ISO_8859_1));

        assertThatThrownBy(() -> ImportFile.open(latin)).hasMessageContaining("UTF-8");
        assertThatThrownBy(() -> run("key,name,country,kind\n" + key + ",Fine,CH,other\n2,\"open,CH,other\n"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("broken");
        assertThat(organizations(key)).isZero();
    }

    @Test
    void aRefusedRowIsToldWithItsLineAndField() throws IOException {
        String good = key();
        Importer.Counts counts = run("key,name,country,kind,founded\n"
                + key() + ",\"Two\nlines\",Atlantis,other,soon\n"
                + key() + ",No Kind,CH,,\n"
                + ",No Key,CH,other,\n"
                + key() + ",Torn,Apart,CH,other,\n"
                + ",,,,\n"
                + good + ",Good Row " + good + ",CH,other,\n");

        assertThat(counts).isEqualTo(new Importer.Counts(1, 0, 0, 4));
        assertThat(outcomes)
                .anyMatch(text ->
                        text.startsWith("2 Refused") && text.contains("country") && text.contains("established"))
                .anyMatch(text -> text.startsWith("4 Refused") && text.contains("kinds"))
                .anyMatch(text -> text.startsWith("5 Refused") && text.contains("identifiers"))
                .anyMatch(text -> text.startsWith("6 Refused") && text.contains("6 cells"))
                .anyMatch(text -> text.startsWith("8 Created"));
    }

    @Test
    void aRowWhoseIdentifiersNameTwoOrganisationsIsRefused() throws IOException {
        String one = key();
        run("key,name,country,kind\n" + one + "," + unique("Left") + ",CH,other\n");
        json(
                "{\"name\":\"Right Hand\",\"country\":\"CH\",\"kinds\":[\"other\"],\"identifiers\":[{\"scheme\":\"ror\",\"value\":\"0tw1ce001\",\"preferred\":true}]}");

        run("key,ror,name\n" + one + ",0tw1ce001,Both\n");

        assertThat(outcomes).last().asString().contains("Refused").contains("different organisations");
    }

    @Test
    void twoRowsThatNameOneOrganisationDifferentlyBothTakeEffect() throws IOException {
        String key = key();
        json("{\"name\":\"Known Twice\",\"country\":\"CH\",\"kinds\":[\"other\"],\"identifiers\":["
                + "{\"scheme\":\"ror\",\"value\":\"0tw0way01\",\"preferred\":true},"
                + "{\"scheme\":\"local\",\"value\":\"" + key + "\",\"preferred\":true}]}");

        assertThat(run("key,ror,established,city\n" + key + ",,1950,\n,0tw0way01,,Chur\n"))
                .isEqualTo(new Importer.Counts(0, 2, 0, 0));
        assertThat(named(key).get("established").asInt()).isEqualTo(1950);
        assertThat(named(key).at("/places/0/city").asString()).isEqualTo("Chur");
    }

    @Test
    void aDryRunTellsEveryOutcomeAndWritesNothing() throws IOException {
        String known = key();
        String fresh = key();
        run("key,name,country,kind\n" + known + "," + unique("Dry Known") + ",CH,other\n");
        outcomes.clear();
        dryRun = true;

        Importer.Counts counts = run("key,name,country,kind,established\n" + known + ",,,,1950\n" + fresh + ","
                + unique("Dry Fresh") + ",CH,other,\n" + fresh + ",,,archive,1951\n" + known + ",,,,1950\n" + key()
                + ",,CH,other,\n");

        assertThat(counts).isEqualTo(new Importer.Counts(1, 2, 1, 1));
        assertThat(outcomes)
                .contains("2 Changed[fields=[established]]")
                .contains("4 Changed[fields=[established, kinds]]")
                .contains("5 Unchanged[]");
        assertThat(organizations(fresh)).isZero();
        assertThat(named(known).get("version").asInt()).isEqualTo(1);
    }

    @Test
    void aRowThatLooksLikeAnOrganisationIsHeldBackUntilSomebodyWantsIt() throws IOException {
        String domain = unique("d").replace(" ", "") + ".example";
        create(
                "{\"name\":\"Société d'Histoire de Genève\",\"kinds\":[\"nonprofit\"],\"places\":[{\"country\":\"CH\",\"city\":\"Genève\"}],\"domains\":[\""
                        + domain + "\"],\"identifiers\":[{\"scheme\":\"wikidata\",\"value\":\"Q" + domain.hashCode()
                        + "\",\"preferred\":true}]}");
        String table = "key,name,country,city,kind,domain,wikidata\n"
                + key() + ",Societe d’histoire de Geneve,CH,GENEVE,nonprofit,,\n"
                + key() + ",Another Name,FR,Paris,nonprofit," + domain + ",\n"
                + key() + ",Third Name,FR,Paris,nonprofit,,Q" + domain.hashCode() + "\n"
                + key() + ",Société d'Histoire de Genève,CH,Basel,nonprofit,,\n"
                + key() + ",Inside " + domain + ",CH,Aarau,nonprofit,,\n"
                + key() + ",inside " + domain + " ,CH,aarau,nonprofit,,\n";

        Importer.Counts counts = run(table);

        assertThat(counts).isEqualTo(new Importer.Counts(2, 0, 0, 0, 0, 4));
        assertThat(outcomes.getFirst()).contains("societe-dhistoire-de-geneve").contains("similar name");
        assertThat(outcomes.get(1)).contains("domain " + domain);
        assertThat(outcomes.get(2)).contains("wikidata");
        assertThat(outcomes.get(5)).startsWith("7 PossibleDuplicate");
        createDuplicates = true;
        assertThat(run(table)).isEqualTo(new Importer.Counts(4, 0, 2, 0));
    }

    @Test
    void anOlderFileDoesNotUndoAnEdit() throws IOException {
        String key = key();
        date = LONG_AGO;
        String name = unique("Edited House");
        run("key,name,country,kind\n" + key + "," + name + ",CH,other\n");
        JsonNode stored = named(key);
        write(
                "PUT",
                "/api/v1/organizations/" + stored.get("id").asString(),
                stored.toString().replace("\"kinds\":[\"other\"]", "\"kinds\":[\"archive\"]"),
                "If-Match",
                "\"1\"");
        outcomes.clear();

        assertThat(run("key,kind\n" + key + ",company\n")).isEqualTo(new Importer.Counts(0, 0, 0, 0, 1, 0));
        assertThat(outcomes)
                .singleElement()
                .asString()
                .contains("by client:tester")
                .contains("2020-01-01");
        overwrite = true;
        assertThat(run("key,kind\n" + key + ",company\n")).isEqualTo(new Importer.Counts(0, 1, 0, 0));
        overwrite = false;
        date = LONG_AGO.minusSeconds(1);
        assertThat(run("key,kind\n" + key + ",other\n")).isEqualTo(new Importer.Counts(0, 0, 0, 0, 1, 0));
        date = LONG_AGO.plusSeconds(1);
        assertThat(run("key,kind\n" + key + ",other\n")).isEqualTo(new Importer.Counts(0, 1, 0, 0));
    }

    @Test
    void aRecordOfRorIsAsOldAsItSays() throws IOException {
        String record =
                "{\"id\":\"https://ror.org/0dated001\",\"types\":[\"education\"],\"names\":[{\"value\":\"%s\",\"types\":[\"ror_display\"]}],"
                        + "\"locations\":[{\"geonames_details\":{\"country_code\":\"CH\"}}],\"admin\":{\"last_modified\":{\"date\":\"%s\"}}}";
        json(record.formatted("Dated Twice", "2024-05-02"));

        assertThat(json(record.formatted("Dated Once", "2024-05-01"))).isEqualTo(new Importer.Counts(0, 0, 0, 0, 1, 0));
        assertThat(json(record.formatted("Dated Thrice", "2024-05-02"))).isEqualTo(new Importer.Counts(0, 1, 0, 0));
    }

    @Test
    void whatIsInTheDirectoryFromImportsBeforeThereWereDatesIsChangedAsBefore() throws IOException {
        String key = key();
        run("key,name,country,kind\n" + key + "," + unique("Undated") + ",CH,other\n");
        sql.sql("update organization_revision set as_of = null where organization_id = ?::uuid")
                .param(named(key).get("id").asString())
                .update();
        date = LONG_AGO;

        assertThat(run("key,kind\n" + key + ",company\n")).isEqualTo(new Importer.Counts(0, 1, 0, 0));
    }

    @Test
    void anImportThatBrokeOffGoesOnWhereItStopped() throws IOException {
        StringBuilder table = new StringBuilder("key,name,country,city,kind\n");
        String prefix = UUID.randomUUID().toString();
        for (int row = 0; row < 1_200; row++) {
            table.append(prefix)
                    .append('-')
                    .append(row)
                    .append(",Row ")
                    .append(prefix.hashCode() * 31 + row * 7919)
                    .append(' ')
                    .append(UUID.randomUUID())
                    .append(",CH,City ")
                    .append(row)
                    .append(",other\n");
        }
        Path file = file(table.toString());

        assertThatThrownBy(() -> run(file, new TestImports.Listener() {
                    @Override
                    public void decided(long line, Outcome outcome) {
                        if (line == 800) {
                            throw new IllegalStateException("killed");
                        }
                    }
                }))
                .hasMessage("killed");
        assertThat(organizations(prefix)).isEqualTo(500);

        List<ImportProgress.Position> from = new ArrayList<>();
        Importer.Counts counts = run(file, new TestImports.Listener() {
            @Override
            public void begin(ImportProgress.Position position) {
                from.add(position);
            }
        });

        assertThat(from).containsExactly(new ImportProgress.Position(500, 501));
        assertThat(counts).isEqualTo(new Importer.Counts(700, 0, 0, 0));
        assertThat(organizations(prefix)).isEqualTo(1_200);
        assertThat(run(file, new TestImports.Listener())).isEqualTo(new Importer.Counts(0, 0, 1_200, 0));
    }

    @Test
    void theReportOfAnImportThatGoesOnHasEachLineOnce() throws IOException {
        Path report = folder.resolve("report.ndjson");
        Files.writeString(
                report, "{\"line\":2,\"outcome\":\"refused\"}\n{\"line\":9,\"outcome\":\"refused\"}\n{\"line\":1");
        try (ImportReport going = new ImportReport(report, false)) {
            going.begin(new ImportProgress.Position(7, 8));
            going.decided(9, Outcome.Refused.of("name", "is needed"));
        }

        assertThat(report).content().isEqualTo("""
                {"line":2,"outcome":"refused"}
                {"line":9,"outcome":"refused","field":"name","reason":"is needed"}
                """.replace("\n", System.lineSeparator()));
    }

    @Test
    void theTemplateIsATableThatCanBeImported() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        command.run(List.of("--template"), new PrintStream(out, true, StandardCharsets.UTF_8));
        dryRun = true;
        createDuplicates = true;

        assertThat(run(out.toString(StandardCharsets.UTF_8))).isEqualTo(new Importer.Counts(1, 0, 0, 0));
    }

    @Test
    void theCommandCountsWhatItWouldDo() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Path table = file("key,name,country,kind,colour\n" + key() + "," + unique("Counted") + ",CH,other,red\n");
        Path report = folder.resolve("report.ndjson");

        int exit = command.run(
                List.of(table.toString(), "--dry-run", "--report", report.toString()),
                new PrintStream(out, true, StandardCharsets.UTF_8));

        assertThat(exit).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8))
                .isEqualTo(
                        "1 records: 1 new, 0 changed, 0 unchanged, 0 refused, 0 held back, 0 possible duplicates; nothing was written\n");
        assertThat(report).content().isEqualToIgnoringNewLines("{\"line\":2,\"outcome\":\"created\"}");
        assertThatThrownBy(() -> command.run(List.of(table.toString(), "--as-of", "yesterday"), System.out))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("2026-11-25");
    }

    private Importer.Counts run(String table) throws IOException {
        return run(file(table), new TestImports.Listener() {
            @Override
            public void decided(long line, Outcome outcome) {
                outcomes.add(line + " " + outcome);
            }
        });
    }

    private Importer.Counts run(Path file, Importer.Listener listener) throws IOException {
        try (ImportFile records = ImportFile.open(file, mapping, "|")) {
            return importer.run(records, settings(records), listener);
        }
    }

    private Importer.Counts json(String record) throws IOException {
        Path file = Files.writeString(folder.resolve("records.json"), record);
        Files.setLastModifiedTime(file, FileTime.from(LONG_AGO));
        try (ImportFile records = ImportFile.open(file)) {
            return importer.run(records, TestImports.settings(records), new TestImports.Listener());
        }
    }

    private Importer.Settings settings(ImportFile file) throws IOException {
        return new Importer.Settings(
                "import:table.csv",
                date,
                dryRun,
                createDuplicates,
                overwrite,
                file.hash() + createDuplicates + overwrite);
    }

    private Path file(String table) throws IOException {
        return Files.writeString(folder.resolve("table.csv"), table);
    }

    private static String key() {
        return UUID.randomUUID().toString();
    }

    private JsonNode named(String key) {
        return json(get("/api/v1/organizations?identifier=local:" + key));
    }

    private long organizations(String prefix) {
        return sql.sql("select count(*) from organization_identifier where scheme = 'local' and value like ?")
                .param(prefix + "%")
                .query(Long.class)
                .single();
    }
}
