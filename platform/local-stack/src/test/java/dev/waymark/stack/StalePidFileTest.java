package dev.waymark.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StalePidFileTest {
    @TempDir
    Path data;

    @Test
    void aPidFileWhoseNumberBelongsToAnotherProcessNowIsRemoved() throws IOException {
        Path file = Files.writeString(
                data.resolve("postmaster.pid"), ProcessHandle.current().pid() + "\n");

        StalePidFile.removeFrom(data);

        assertThat(file).doesNotExist();
    }

    @Test
    void aPidFileStaysWhileAnyProcessWorksInTheDataFolder() throws Exception {
        Path file = Files.writeString(data.resolve("postmaster.pid"), "1\n");
        Process works = new ProcessBuilder("cat").directory(data.toFile()).start();
        try {
            StalePidFile.removeFrom(data);

            assertThat(file).exists();
        } finally {
            works.destroyForcibly().waitFor();
        }
    }
}
