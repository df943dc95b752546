package dev.waymark.stack.cli;

import dev.waymark.stack.StackFolder;
import dev.waymark.stack.machine.Fingerprint;
import dev.waymark.stack.machine.VersionedFolder;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A copy of this program: a supervisor outlives builds, and a JVM that finds its classes replaced fails in odd ways. */
final class LauncherCopy {
    private LauncherCopy() {}

    /** The class path of the copy, made when there is none of this very build. */
    static String classPath(StackFolder folder) throws IOException {
        List<Path> entries = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .map(Path::of)
                .toList();
        Map<String, String> content = new TreeMap<>();
        for (Path entry : entries) {
            for (Path file : files(entry)) {
                content.put(file.toString(), Files.size(file) + " " + Files.getLastModifiedTime(file));
            }
        }
        Path copy = new VersionedFolder(folder.apps().resolve("launcher"))
                .get(Fingerprint.of("launcher", content).substring(0, 16), target -> {
                    for (int index = 0; index < entries.size(); index++) {
                        copy(entries.get(index), target.resolve(String.valueOf(index)));
                    }
                });
        List<String> copied = new ArrayList<>();
        for (int index = 0; index < entries.size(); index++) {
            copied.add(copy.resolve(String.valueOf(index)).toString());
        }
        return String.join(File.pathSeparator, copied);
    }

    private static List<Path> files(Path entry) throws IOException {
        try (Stream<Path> files = Files.exists(entry) ? Files.walk(entry) : Stream.empty()) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    private static void copy(Path entry, Path target) throws IOException {
        for (Path file : files(entry)) {
            // A jar is an entry of its own.
            Path copy = file.equals(entry) ? target : target.resolve(entry.relativize(file));
            Files.createDirectories(Objects.requireNonNull(copy.getParent()));
            Files.copy(file, copy);
        }
    }
}
