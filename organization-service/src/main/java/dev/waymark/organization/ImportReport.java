package dev.waymark.organization;

import dev.waymark.organization.Likenesses.Likeness;
import dev.waymark.platform.web.Problem.FieldError;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * Tells people on standard error, and the report file one JSON object for each reason why a record was not taken; in a dry run for
 * every record.
 */
final class ImportReport implements Importer.Listener, AutoCloseable {
    private static final int SHOWN = 20;
    private static final Duration PACE = Duration.ofSeconds(1);

    private final @Nullable Path path;
    private final boolean everything;
    private final long began = System.nanoTime();
    private @Nullable PrintStream file;
    private long spoke = began;
    private long said = -1;
    private int shown;

    /**
     * @param path null when nobody wants a file
     * @param everything also what went well
     */
    ImportReport(@Nullable Path path, boolean everything) {
        this.path = path;
        this.everything = everything;
    }

    /**
     * What the file says up to the position stays; what is behind it is told again.
     *
     * @param from the start when nothing was broken off
     */
    @Override
    public void begin(ImportProgress.Position from) throws IOException {
        boolean goesOn = from.records() > 0;
        if (goesOn) {
            System.err.printf(
                    Locale.ROOT,
                    "going on after line %d, where the same import was broken off; --restart begins anew%n",
                    from.line());
        }
        if (path != null) {
            List<String> kept = List.of();
            if (goesOn && Files.exists(path)) {
                kept = Files.readAllLines(path).stream()
                        .filter(text -> isUpTo(text, from.line()))
                        .toList();
            }
            file = new PrintStream(Files.newOutputStream(path), false, StandardCharsets.UTF_8);
            kept.forEach(file::println);
        }
    }

    /** A kill may have torn the last line. */
    private static boolean isUpTo(String text, long line) {
        try {
            return Documents.mapper().readTree(text).path("line").asLong(Long.MAX_VALUE) <= line;
        } catch (JacksonException _) {
            return false;
        }
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
    public void decided(long line, Outcome outcome) {
        switch (outcome) {
            case Outcome.Refused(List<FieldError> errors) ->
                errors.forEach(error -> {
                    show(line, (error.field().isEmpty() ? "the record" : error.field()) + " " + error.reason());
                    write(line, "refused", "field", error.field(), "reason", error.reason());
                });
            case Outcome.HeldBack(String reason) -> {
                show(line, "held back: the organisation " + reason + "; --overwrite takes the record all the same");
                write(line, "held back", "reason", reason);
            }
            case Outcome.PossibleDuplicate(Likeness like) -> {
                show(
                        line,
                        "may be '" + like.name() + "'" + (like.slug().isEmpty() ? "" : " (" + like.slug() + ")")
                                + ", which " + like.reason() + "; --create-duplicates takes it all the same");
                write(line, "possible duplicate", "of", of(like), "reason", like.reason());
            }
            case Outcome.Created(Likeness like) -> {
                if (like != null) {
                    write(line, "created", "of", of(like), "reason", like.reason());
                } else if (everything) {
                    write(line, "created");
                }
            }
            case Outcome.Changed(List<String> fields) -> {
                if (everything) {
                    write(line, "changed", "fields", fields);
                }
            }
            case Outcome.Unchanged() -> {
                if (everything) {
                    write(line, "unchanged");
                }
            }
        }
    }

    /** A row of the same file has no id and no slug while it is not stored. */
    private static Map<String, Object> of(Likeness like) {
        Map<String, Object> of = new LinkedHashMap<>();
        if (like.id() != null) {
            of.put("id", like.id());
        }
        if (!like.slug().isEmpty()) {
            of.put("slug", like.slug());
        }
        of.put("name", like.name());
        return of;
    }

    private void show(long line, String text) {
        shown++;
        if (shown <= SHOWN) {
            System.err.println("line " + line + ": " + text);
        } else if (shown == SHOWN + 1) {
            System.err.println("… there are more" + (path == null ? "; --report FILE keeps them all" : ""));
        }
    }

    /** @param more names and values in turn */
    private void write(long line, String outcome, Object... more) {
        if (file != null) {
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("line", line);
            entry.put("outcome", outcome);
            for (int index = 0; index < more.length; index += 2) {
                entry.put((String) more[index], more[index + 1]);
            }
            file.println(Documents.write(entry));
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
