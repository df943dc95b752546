package dev.waymark.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * PostgreSQL takes its own pid file for a living server's when the number in it now belongs to any process of the same user, which is
 * likely after a restart of the machine or of a container. The file goes when no process at all works in the data folder, and stays
 * when one does: two servers on one folder would destroy it.
 */
final class StalePidFile {
    private StalePidFile() {}

    static void removeFrom(Path data) throws IOException {
        Path file = data.resolve("postmaster.pid");
        if (Files.exists(file) && ProcessHandle.allProcesses().noneMatch(process -> worksIn(process.pid(), data))) {
            Files.delete(file);
        }
    }

    /** Every process of a PostgreSQL server has its data folder as working directory. */
    private static boolean worksIn(long pid, Path data) {
        try {
            return Files.readSymbolicLink(Path.of("/proc", String.valueOf(pid), "cwd"))
                    .equals(data);
        } catch (IOException _) {
            return false;
        }
    }
}
