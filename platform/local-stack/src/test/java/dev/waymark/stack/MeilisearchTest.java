package dev.waymark.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.waymark.stack.machine.Fingerprint;
import dev.waymark.stack.machine.UnavailableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MeilisearchTest {
    @TempDir
    Path cache;

    @Test
    void aProgramWithAnotherChecksumIsNotRunAndTheWayToTheFullSearchIsSaid() throws IOException {
        Path program = cache.resolve("meilisearch-" + Versions.of("meilisearch"));
        Files.writeString(program, "#!/bin/sh\necho something else\n");

        assertThatThrownBy(() -> Meilisearch.program(cache))
                .isInstanceOf(UnavailableException.class)
                .hasMessageContaining("instead of")
                .hasMessageContaining("SEARCH_URL");
    }

    @Test
    void aFileThatIsWhatItShouldBeHasTheExpectedFingerprint() throws IOException {
        Path file = cache.resolve("abc");
        Files.writeString(file, "abc");

        // FIPS 180-2, appendix B.1.
        assertThat(Fingerprint.of(file)).isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }
}
