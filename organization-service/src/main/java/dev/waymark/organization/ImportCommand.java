package dev.waymark.organization;

import dev.waymark.platform.command.Command;
import dev.waymark.platform.outbox.OutboxSlot;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;

/** {@code import FILE}, as {@link ImportOptions} says. */
@Component
class ImportCommand implements Command {
    private static final String TEMPLATE = """
            key,name,name@de,country,city,kind,status,website,domain,alias,acronym,ror,wikidata,established,latitude,longitude
            17,Example Observatory,Beispielsternwarte,Switzerland,Zurich,facility|education,active,https://www.example.org,example.org,Observatory of Examples,EO,,,1912,47.37,8.54
            """;

    private final Importer importer;
    private final OutboxSlot slot;

    ImportCommand(Importer importer, OutboxSlot slot) {
        this.importer = importer;
        this.slot = slot;
    }

    @Override
    public String name() {
        return "import";
    }

    @Override
    public String usage() {
        return ImportOptions.USAGE;
    }

    @Override
    public int run(List<String> arguments, PrintStream out) throws IOException {
        ImportOptions options = ImportOptions.of(arguments);
        if (options.has(ImportOptions.Flag.TEMPLATE)) {
            out.print(TEMPLATE);
            return 0;
        }
        Path file = readable(options.file());
        Map<String, String> mapping = mapping(options.mapping());
        boolean dryRun = options.has(ImportOptions.Flag.DRY_RUN);
        try (ImportFile records = ImportFile.open(file, mapping, options.split());
                ImportReport report = new ImportReport(options.report(), dryRun)) {
            Importer.Settings settings = settings(file, records, options, mapping);
            System.err.println("the file is of " + settings.date() + "; --as-of says otherwise");
            records.unknownColumns()
                    .forEach(name -> System.err.println("the column '" + name + "' says nothing the directory takes"));
            if (options.has(ImportOptions.Flag.RESTART)) {
                importer.restart(settings);
            }
            Importer.Counts counts = importer.run(records, settings, report);
            report.progress(counts, 1);
            if (!dryRun) {
                Publication.await(slot, System.err);
            }
            out.printf(
                    Locale.ROOT,
                    "%,d records: %,d new, %,d changed, %,d unchanged, %,d refused, %,d held back, %,d possible duplicates%s%n",
                    counts.done(),
                    counts.created(),
                    counts.changed(),
                    counts.unchanged(),
                    counts.refused(),
                    counts.heldBack(),
                    counts.duplicates(),
                    dryRun ? "; nothing was written" : "");
        }
        return 0;
    }

    private static Importer.Settings settings(
            Path file, ImportFile records, ImportOptions options, @Nullable Map<String, String> mapping)
            throws IOException {
        return new Importer.Settings(
                Importer.AUTHOR + file.getFileName(),
                options.asOf().orElseGet(records::date),
                options.has(ImportOptions.Flag.DRY_RUN),
                options.has(ImportOptions.Flag.CREATE_DUPLICATES),
                options.has(ImportOptions.Flag.OVERWRITE),
                Documents.hash(records.hash() + "\n" + mapping + "\n" + options.decisive()));
    }

    private static Path readable(Path file) {
        if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
            throw new IllegalArgumentException("there is no file " + file + " that can be read");
        }
        return file;
    }

    private static @Nullable Map<String, String> mapping(@Nullable Path file) throws IOException {
        if (file == null) {
            return null;
        }
        try {
            return Documents.mapper()
                    .readValue(Files.readString(readable(file)), new TypeReference<Map<String, String>>() {});
        } catch (JacksonException e) {
            throw new IllegalArgumentException(
                    "the mapping should be a JSON object of field names by column names: " + Documents.complaint(e), e);
        }
    }
}
