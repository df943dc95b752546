package dev.waymark.platform.settings;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads {@code .env.dist}, {@code .env} and {@code .env.local}, each overriding the one before. A line is {@code NAME=value}; blank
 * lines and lines that start with {@code #} are skipped; quotes around a whole value are taken off, and nothing is expanded.
 */
public final class EnvFiles {
    public static final List<String> ALL = List.of(".env.dist", ".env", ".env.local");

    private EnvFiles() {}

    /** The nearest folder, from {@code start} upwards, that has an {@code .env.dist}. */
    public static Optional<Path> home(Path start) {
        for (Path folder = start.toAbsolutePath(); folder != null; folder = folder.getParent()) {
            if (Files.isRegularFile(folder.resolve(".env.dist"))) {
                return Optional.of(folder);
            }
        }
        return Optional.empty();
    }

    /**
     * @param folder where the files lie
     * @param names the files to read, in order; those that do not exist are skipped
     * @return the settings in the order in which they first appear
     * @throws UncheckedIOException when a file exists and cannot be read
     */
    public static Map<String, String> read(Path folder, List<String> names) {
        Map<String, String> settings = new LinkedHashMap<>();
        names.stream().map(folder::resolve).filter(Files::isRegularFile).forEach(file -> readInto(settings, file));
        return settings;
    }

    private static void readInto(Map<String, String> settings, Path file) {
        try {
            for (String line : Files.readAllLines(file)) {
                String text = line.strip();
                int equals = text.indexOf('=');
                if (!text.startsWith("#") && equals > 0) {
                    settings.put(
                            text.substring(0, equals).strip(),
                            unquoted(text.substring(equals + 1).strip()));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    private static String unquoted(String value) {
        boolean quoted = value.length() >= 2
                && (value.charAt(0) == '"' || value.charAt(0) == '\'')
                && value.charAt(value.length() - 1) == value.charAt(0);
        return quoted ? value.substring(1, value.length() - 1) : value;
    }
}
