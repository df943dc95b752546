package dev.waymark.platform.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnvFilesTest {
    @TempDir
    private Path folder = Path.of("");

    @Test
    void laterFilesOverrideEarlierOnesAndMayBeMissing() throws IOException {
        write(".env.dist", "A=dist\nB=dist\nC=dist\n");
        write(".env.local", "B=local\n");

        assertThat(EnvFiles.read(folder, EnvFiles.ALL))
                .containsExactly(Map.entry("A", "dist"), Map.entry("B", "local"), Map.entry("C", "dist"));

        write(".env", "B=server\nC=server\nD=server\n");
        assertThat(EnvFiles.read(folder, EnvFiles.ALL))
                .containsExactly(
                        Map.entry("A", "dist"),
                        Map.entry("B", "local"),
                        Map.entry("C", "server"),
                        Map.entry("D", "server"));
    }

    @Test
    void commentsAndBlankLinesAndSpacesAroundNamesAndValuesDoNotCount() throws IOException {
        write(".env", """
                # A=comment

                  # B=indented comment
                C = spaced\s
                D=has = signs # and this belongs to the value
                no sign at all
                =no name
                E=
                """);

        assertThat(EnvFiles.read(folder, EnvFiles.ALL))
                .containsExactly(
                        Map.entry("C", "spaced"),
                        Map.entry("D", "has = signs # and this belongs to the value"),
                        Map.entry("E", ""));
    }

    @Test
    void quotesAroundAWholeValueAreTakenOffAndNothingIsExpanded() throws IOException {
        write(".env", """
                A="two words"
                B='$HOME ${A}'
                C="mixed'
                D="
                E=say "hello"
                """);

        assertThat(EnvFiles.read(folder, EnvFiles.ALL))
                .containsExactly(
                        Map.entry("A", "two words"),
                        Map.entry("B", "$HOME ${A}"),
                        Map.entry("C", "\"mixed'"),
                        Map.entry("D", "\""),
                        Map.entry("E", "say \"hello\""));
    }

    @Test
    void theNearestFolderUpwardsWithSettingsIsHome() throws IOException {
        write(".env.dist", "");
        Path deep = Files.createDirectories(folder.resolve("one/two"));

        assertThat(EnvFiles.home(deep)).contains(folder.toAbsolutePath());
        assertThat(EnvFiles.home(folder)).contains(folder.toAbsolutePath());
        assertThat(EnvFiles.home(Path.of("/"))).isEmpty();
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }
}
