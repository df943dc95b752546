package dev.waymark.organization;

import dev.waymark.platform.command.Command;
import dev.waymark.platform.outbox.OutboxSlot;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** {@code import FILE [--report FILE]}. */
@Component
class ImportCommand implements Command {
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
        return "FILE [--report FILE] (ROR v2 JSON or an export of this directory: array or one record a line; plain, gzip or zip."
                + " Returns when everything is on its topic; what was refused is shown, all of it in the report)";
    }

    @Override
    public int run(List<String> arguments, PrintStream out) throws IOException {
        boolean report = arguments.size() == 3 && arguments.get(1).equals("--report");
        if (arguments.size() != 1 && !report) {
            throw new IllegalArgumentException("import takes one file");
        }
        Path file = Path.of(arguments.getFirst());
        if (!Files.isReadable(file)) {
            throw new IllegalArgumentException("there is no file " + file + " that can be read");
        }
        try (ImportFile records = ImportFile.open(file);
                Report refusals = new Report(report ? Path.of(arguments.get(2)) : null)) {
            Importer.Counts counts = importer.run(records, "import:" + file.getFileName(), refusals);
            refusals.progress(counts, 1);
            Publication.await(slot, System.err);
            out.printf(
                    Locale.ROOT,
                    "%,d records: %,d new, %,d changed, %,d unchanged, %,d refused%n",
                    counts.done(),
                    counts.created(),
                    counts.changed(),
                    counts.unchanged(),
                    counts.refused());
        }
        return 0;
    }

    /** Tells people on standard error, and the report file one JSON object a refusal: line, field, reason. */
    private static final class Report implements Importer.Listener, AutoCloseable {
        private static final int SHOWN = 20;
        private static final Duration PACE = Duration.ofSeconds(1);

        private final @Nullable PrintStream file;
        private final long began = System.nanoTime();
        private long spoke = began;
        private long said = -1;
        private int refused;

        Report(@Nullable Path file) throws IOException {
            this.file =
                    file == null ? null : new PrintStream(Files.newOutputStream(file), false, StandardCharsets.UTF_8);
        }

        @Override
        public void progressed(Importer.Counts soFar, double share) {
            if (System.nanoTime() - spoke >= PACE.toNanos()) {
                progress(soFar, share);
            }
        }

        void progress(Importer.Counts soFar, double share) {
            if (soFar.done() == said) {
                return;
            }
            said = soFar.done();
            spoke = System.nanoTime();
            double seconds = (spoke - began) / 1e9;
            System.err.printf(
                    Locale.ROOT,
                    "%,d records done, %,.0f a second, %.0f %%, about %,.0f s left%n",
                    soFar.done(),
                    soFar.done() / seconds,
                    share * 100,
                    share == 0 ? 0 : seconds * (1 - share) / share);
        }

        @Override
        public void refused(long line, String field, String reason) {
            refused++;
            if (refused <= SHOWN) {
                System.err.println("line " + line + ": " + (field.isEmpty() ? "the record" : field) + " " + reason);
            } else if (refused == SHOWN + 1) {
                System.err.println("… more are refused" + (file == null ? "; --report FILE keeps them all" : ""));
            }
            if (file != null) {
                file.println(Documents.write(Map.of("line", line, "field", field, "reason", reason)));
            }
        }

        @Override
        public void waiting() {
            if (System.nanoTime() - spoke >= PACE.toNanos()) {
                spoke = System.nanoTime();
                System.err.println(
                        "waiting for Kafka to catch up: the write-ahead log that is kept for it nears its limit");
            }
        }

        @Override
        public void close() {
            if (file != null) {
                file.close();
            }
        }
    }
}
