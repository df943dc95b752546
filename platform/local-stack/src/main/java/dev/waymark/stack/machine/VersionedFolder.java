package dev.waymark.stack.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * A folder with one folder for each version of something, each complete or not there. Only the newest versions are kept.
 *
 * @param folder where the versions lie
 */
public record VersionedFolder(Path folder) {
    /** The one before the newest may still be in use. */
    private static final int KEPT = 2;

    /** Fills a folder that exists and is empty. */
    @FunctionalInterface
    public interface Maker {
        void make(Path target) throws IOException;
    }

    /** The folder of a version, made when it is not there; several processes may ask at once. */
    public Path get(String version, Maker maker) throws IOException {
        Path target = folder.resolve(version);
        if (Files.notExists(target)) {
            Files.createDirectories(folder);
            Path next = Files.createTempDirectory(folder, ".next");
            maker.make(next);
            moveUnlessMade(next, target);
            forgetOldest();
        }
        return target;
    }

    private static void moveUnlessMade(Path next, Path target) throws IOException {
        try {
            Files.move(next, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            // Somebody else was faster.
            if (Files.notExists(target)) {
                throw e;
            }
            Binaries.delete(next);
        }
    }

    private void forgetOldest() throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            for (Path old : all.sorted(
                            Comparator.comparing(VersionedFolder::time).reversed())
                    .skip(KEPT)
                    .toList()) {
                Binaries.delete(old);
            }
        }
    }

    private static FileTime time(Path path) {
        try {
            return Files.getLastModifiedTime(path);
        } catch (IOException _) {
            return FileTime.fromMillis(0);
        }
    }
}
