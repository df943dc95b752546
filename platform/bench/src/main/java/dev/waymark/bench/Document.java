package dev.waymark.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * {@code docs/benchmarks.md}: sections that this program writes, then a marker, then what people wrote. A section that
 * was not run now stays as it was, with the line that says when and on what it was measured.
 */
final class Document {
    static final String MARKER = "<!-- Written by hand from here on; platform/bench/run keeps it. -->";
    private static final String HEAD = """
            # Benchmarks

            Written by `platform/bench/run --write`; `platform/bench/run --help` says what else it can do. Every section compares with
            a baseline that was measured in the same run, in turns: ratios hold on other machines, times do not.

            """;
    private static final String EMPTY_TAIL = MARKER + "\n\n## What was tried\n\nNothing yet.\n";

    private Document() {}

    /** @param results heading to text, of the sections that were run */
    static void write(Path file, Map<String, String> results) throws IOException {
        String before = Files.exists(file) ? Files.readString(file) : "";
        Files.writeString(file, merge(before, results));
    }

    static String merge(String before, Map<String, String> results) {
        int marker = before.indexOf(MARKER);
        String tail = marker < 0 ? EMPTY_TAIL : before.substring(marker);
        Map<String, String> sections = sections(marker < 0 ? before : before.substring(0, marker));
        sections.putAll(results);
        StringBuilder text = new StringBuilder(HEAD);
        sections.values().forEach(section -> text.append(section.strip()).append("\n\n"));
        return text.append(tail).toString();
    }

    private static Map<String, String> sections(String text) {
        Map<String, String> sections = new LinkedHashMap<>();
        for (String part : text.split("(?m)^(?=## )", -1)) {
            if (part.startsWith("## ")) {
                sections.put(part.substring(3, part.indexOf('\n')).strip(), part);
            }
        }
        return sections;
    }
}
