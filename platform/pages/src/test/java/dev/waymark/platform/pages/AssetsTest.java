package dev.waymark.platform.pages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AssetsTest {
    private static final Path SOURCE = Path.of("src/main/resources/assets");

    @Test
    void everyFileOfTheFolderIsAnAsset() throws IOException {
        try (Stream<Path> files = Files.list(SOURCE)) {
            assertThat(files.filter(Files::isRegularFile)
                            .map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(Assets.NAMES);
        }
    }

    @Test
    void anotherContentHasAnotherAddress() {
        Asset one = Asset.of("site.css", "a {}".getBytes(StandardCharsets.UTF_8));
        Asset other = Asset.of("site.css", "b {}".getBytes(StandardCharsets.UTF_8));

        assertThat(one.path()).matches("/assets/site\\.[0-9a-f]{16}\\.css").isNotEqualTo(other.path());
        assertThat(one.integrity()).matches("sha512-[A-Za-z0-9+/]{86}==").isNotEqualTo(other.integrity());
    }

    @Test
    void aReleaseIsKeptForTheNextOneAndTheOneBeforeGoes(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("README.md"), "notes");
        Asset before = Asset.of("site.css", "a {}".getBytes(StandardCharsets.UTF_8));
        KeptAssets.keep(List.of(before), folder);

        KeptAssets.keep(new Assets().all(), folder);

        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(Stream.concat(
                                    Stream.of("README.md"),
                                    new Assets().all().stream().map(Asset::fileName))
                            .toList());
        }
    }

    @Test
    void whatIsKeptIsNamedByItsContent() {
        assertThat(KeptAssets.read()).allSatisfy(kept -> assertThat(kept.path()).startsWith("/assets/"));

        assertThatThrownBy(() -> Asset.kept("site.0123456789abcdef.css", new byte[] {1}))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> Asset.kept("site.css", new byte[] {1})).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void theStylesFitOnTheFirstRoundTrips() throws IOException {
        ByteArrayOutputStream travelling = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(travelling)) {
            Files.copy(SOURCE.resolve("site.css"), out);
        }

        assertThat(travelling.size()).isLessThan(8_000);
    }
}
