package dev.waymark.stack;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A JVM's archive of the classes that it loaded: the next start needs about two fifths less of a core. A JVM that ends in good order
 * makes it when there is none that fits, which takes some seconds once; the JVM itself checks that it still fits.
 */
final class ClassArchive {
    private ClassArchive() {}

    /** For a process that runs long. */
    static List<String> madeAtTheEnd(Path file) {
        return List.of(
                "-XX:+AutoCreateSharedArchive", "-XX:SharedArchiveFile=" + file, "-Xlog:disable", "-Xlog:all=error");
    }

    /** For a command, which must not take longer for it, and whose standard output belongs to its result. */
    static List<String> usedIfThere(Path file) {
        return Files.exists(file)
                ? List.of("-XX:SharedArchiveFile=" + file, "-Xlog:disable", "-Xlog:all=error:stderr")
                : List.of();
    }
}
