package dev.waymark.organization;

import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The words behind {@code import}. */
final class ImportOptions {
    static final String USAGE =
            "FILE [--dry-run] [--report FILE] [--mapping FILE] [--split TEXT] [--as-of DATE] [--overwrite] [--create-duplicates] [--restart]"
                    + " (ROR v2 JSON, an export of this directory, or a table in CSV; plain, gzip or zip. Returns when everything is on"
                    + " its topic; what was not taken is shown, all of it in the report) or --template (prints a table to begin with)";

    enum Flag {
        DRY_RUN,
        OVERWRITE,
        CREATE_DUPLICATES,
        RESTART,
        TEMPLATE
    }

    private enum Value {
        REPORT,
        MAPPING,
        SPLIT,
        AS_OF
    }

    private final @Nullable Path file;
    private final Set<Flag> flags;
    private final Map<Value, String> values;

    private ImportOptions(@Nullable Path file, Set<Flag> flags, Map<Value, String> values) {
        this.file = file;
        this.flags = flags;
        this.values = values;
    }

    /** @throws IllegalArgumentException when the words are not as the usage says */
    static ImportOptions of(List<String> words) {
        Path file = null;
        Set<Flag> flags = EnumSet.noneOf(Flag.class);
        Map<Value, String> values = new EnumMap<>(Value.class);
        for (Iterator<String> rest = words.iterator(); rest.hasNext(); ) {
            String word = rest.next();
            Optional<Flag> flag = named(Flag.values(), word);
            Optional<Value> value = named(Value.values(), word);
            if (flag.isPresent()) {
                flags.add(flag.get());
            } else if (value.isPresent()) {
                if (!rest.hasNext()) {
                    throw new IllegalArgumentException("something is missing behind " + word);
                }
                values.put(value.get(), rest.next());
            } else if (word.startsWith("--")) {
                throw new IllegalArgumentException("import does not know " + word);
            } else if (file != null) {
                throw new IllegalArgumentException("import takes one file");
            } else {
                file = Path.of(word);
            }
        }
        if ((file == null) != flags.contains(Flag.TEMPLATE)) {
            throw new IllegalArgumentException("import takes one file");
        }
        ImportOptions options = new ImportOptions(file, flags, values);
        options.asOf();
        if (options.split().isBlank()) {
            throw new IllegalArgumentException("--split needs something that stands between values, such as ';'");
        }
        return options;
    }

    private static <E extends Enum<E>> Optional<E> named(E[] all, String word) {
        for (E one : all) {
            if (word.equals("--" + one.name().toLowerCase(Locale.ROOT).replace('_', '-'))) {
                return Optional.of(one);
            }
        }
        return Optional.empty();
    }

    boolean has(Flag flag) {
        return flags.contains(flag);
    }

    /** @throws IllegalArgumentException when there is none that can be read */
    Path file() {
        if (file == null) {
            throw new IllegalArgumentException("import takes one file");
        }
        return file;
    }

    @Nullable
    Path report() {
        String report = values.get(Value.REPORT);
        return report == null ? null : Path.of(report);
    }

    @Nullable
    Path mapping() {
        String mapping = values.get(Value.MAPPING);
        return mapping == null ? null : Path.of(mapping);
    }

    /** What stands between several values in one cell. */
    String split() {
        return values.getOrDefault(Value.SPLIT, "|");
    }

    /** A day counts from its start, in UTC. */
    Optional<Instant> asOf() {
        String text = values.get(Value.AS_OF);
        if (text == null) {
            return Optional.empty();
        }
        Instant date = instant(text);
        if (date.isAfter(Instant.now())) {
            throw new IllegalArgumentException(
                    "--as-of should not be in the future, where it would protect the file from every edit");
        }
        return Optional.of(date);
    }

    private static Instant instant(String text) {
        try {
            return text.contains("T")
                    ? Instant.parse(text)
                    : LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
        } catch (DateTimeParseException _) {
            throw new IllegalArgumentException(
                    "--as-of should be a day such as 2026-11-25, or a moment such as 2026-11-25T14:00:00Z, and not '"
                            + text + "'");
        }
    }

    /** What decides, beside the file, about the outcome of a record. */
    String decisive() {
        return String.join(
                "\n",
                String.valueOf(has(Flag.OVERWRITE)),
                String.valueOf(has(Flag.CREATE_DUPLICATES)),
                split(),
                values.getOrDefault(Value.AS_OF, ""));
    }
}
