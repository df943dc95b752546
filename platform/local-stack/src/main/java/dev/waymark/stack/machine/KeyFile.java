package dev.waymark.stack.machine;

import dev.waymark.platform.settings.EnvFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A small file of {@code NAME=value} lines that only its owner can read, replaced as a whole. */
public record KeyFile(Path folder, String name) {
    /** Empty while there is no file. */
    public Map<String, String> read() {
        return EnvFiles.read(folder, List.of(name));
    }

    public void write(Map<String, String> values) {
        String text = new TreeMap<>(values)
                .entrySet().stream()
                        .map(entry -> entry.getKey() + "=" + entry.getValue() + "\n")
                        .collect(Collectors.joining());
        replace(folder.resolve(name), text);
    }

    /** Readers see the old content or the new one, never half of it. */
    public static void replace(Path file, String text) {
        try {
            Path folder = Objects.requireNonNull(file.getParent());
            Files.createDirectories(folder);
            Path next = Files.createTempFile(
                    folder,
                    "replace",
                    ".next",
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(next, text);
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }
}
