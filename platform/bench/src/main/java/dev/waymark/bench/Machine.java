package dev.waymark.bench;

import dev.waymark.stack.Stack;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What it was measured on. */
final class Machine {
    private static final Pattern MODEL = Pattern.compile("^model name\\s*:\\s*(.*)$", Pattern.MULTILINE);
    private static final Pattern MEMORY = Pattern.compile("^MemTotal:\\s+(\\d+) kB", Pattern.MULTILINE);

    private Machine() {}

    /**
     * One line with date, machine and versions.
     *
     * @param load of the machine before anything was started, as {@link #load} gave it
     */
    static String describe(Bench bench, String load) throws IOException, InterruptedException {
        Properties versions = new Properties();
        try (InputStream file = Stack.class.getResourceAsStream("versions.properties")) {
            if (file != null) {
                versions.load(file);
            }
        }
        return String.format(
                Locale.ROOT,
                "%s; %d cores (%s), %s GiB, load before the start %s; %s, Java %s; PostgreSQL %s, Kafka %s, Meilisearch %s; Waymark %s%s; data: %s.",
                LocalDate.now(ZoneOffset.UTC),
                Runtime.getRuntime().availableProcessors(),
                first(MODEL, "/proc/cpuinfo", "processor unknown"),
                gibibytes(first(MEMORY, "/proc/meminfo", "0")),
                load,
                System.getProperty("os.name") + " " + System.getProperty("os.version"),
                Runtime.version(),
                versions.getProperty("postgres", "?"),
                versions.getProperty("kafka", "?"),
                bench.engine().version(),
                System.getProperty("waymark.commit", "of an unknown commit"),
                bench.options().allCompilers() ? ", services with all compilers" : "",
                bench.options().data().getFileName());
    }

    /** The average over a minute; a machine with other work measures that work as well. */
    static String load() {
        String load = read("/proc/loadavg");
        return load.isEmpty() ? "unknown" : load.substring(0, load.indexOf(' '));
    }

    private static String gibibytes(String kibibytes) {
        return String.valueOf(Math.round(Long.parseLong(kibibytes) / 1048576.0));
    }

    private static String first(Pattern pattern, String file, String otherwise) {
        Matcher matcher = pattern.matcher(read(file));
        return matcher.find() ? matcher.group(1).strip() : otherwise;
    }

    private static String read(String file) {
        try {
            return Files.readString(Path.of(file));
        } catch (IOException _) {
            return "";
        }
    }
}
