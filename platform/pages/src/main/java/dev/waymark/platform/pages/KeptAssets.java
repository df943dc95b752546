package dev.waymark.platform.pages;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/**
 * The assets of the release before, in the folder {@code assets/previous}: a page that a browser or a shared cache took before a
 * deploy still finds its styles after it. After a release, {@link #keep} puts that release's files there.
 */
public final class KeptAssets {
    private static final List<String> SUFFIXES = List.of("css", "js", "svg", "png");

    private KeptAssets() {}

    /** @throws IllegalStateException when a file is not named by its content */
    public static List<Asset> read() {
        List<Asset> kept = new ArrayList<>();
        PathMatchingResourcePatternResolver resources = new PathMatchingResourcePatternResolver();
        try {
            for (String suffix : SUFFIXES) {
                for (Resource file : resources.getResources("classpath*:/assets/previous/*." + suffix)) {
                    kept.add(Asset.kept(String.valueOf(file.getFilename()), file.getContentAsByteArray()));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return kept;
    }

    /**
     * Makes a folder hold exactly these assets, beside its notes.
     *
     * @param folder {@code platform/pages/src/main/resources/assets/previous} of a working copy
     * @throws UncheckedIOException when the folder cannot be written
     */
    public static void keep(Iterable<Asset> assets, Path folder) {
        try {
            Files.createDirectories(folder);
            try (DirectoryStream<Path> old =
                    Files.newDirectoryStream(folder, "*.{" + String.join(",", SUFFIXES) + "}")) {
                for (Path file : old) {
                    Files.delete(file);
                }
            }
            for (Asset asset : assets) {
                Files.write(folder.resolve(asset.fileName()), asset.content());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
