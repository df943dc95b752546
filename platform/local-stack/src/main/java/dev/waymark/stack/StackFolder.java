package dev.waymark.stack;

import dev.waymark.stack.machine.KeyFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where things lie.
 *
 * @param root the repository: settings files and what the build made
 * @param state what this stack keeps between two starts: data, logs, ports, secrets
 */
public record StackFolder(Path root, Path state) {
    public StackFolder {
        root = root.toAbsolutePath().normalize();
        state = state.toAbsolutePath().normalize();
    }

    public Path data(Part part) {
        return state.resolve("data").resolve(part.label());
    }

    public Path logs() {
        return state.resolve("logs");
    }

    public Path log(Part part) {
        return logs().resolve(part.label() + ".log");
    }

    /** What the supervisor notes of the part's process. */
    public Path note(Part part) {
        return state.resolve("processes").resolve(part.label());
    }

    /** Services and this program as they were built, laid out for running. */
    public Path apps() {
        return state.resolve("apps");
    }

    public Path lock() {
        return state.resolve("lock");
    }

    /** Held by the {@code up} that is at work. */
    public Path upLock() {
        return state.resolve("up.lock");
    }

    public KeyFile ports() {
        return new KeyFile(state, "ports");
    }

    public KeyFile secrets() {
        return new KeyFile(state, "secrets");
    }

    /** What {@code status} reads; holds no secret. */
    public Path stateFile() {
        return state.resolve("stack.json");
    }

    public Path kafkaJars() {
        return built(root.resolve("platform/kafka-runtime/target/kafka"));
    }

    public Path connectPlugins() {
        return built(root.resolve("platform/kafka-runtime/target/connect-plugins"));
    }

    /**
     * The executable jar of a service.
     *
     * @throws StackException when it has not been built
     */
    public Path serviceJar(Part service) {
        Path target = root.resolve(service.label()).resolve("target");
        try (Stream<Path> files = Files.isDirectory(target) ? Files.list(target) : Stream.empty()) {
            List<Path> jars = files.filter(file -> {
                        String name = file.getFileName().toString();
                        return name.startsWith(service.label() + "-")
                                && name.endsWith(".jar")
                                && !name.endsWith("-sources.jar")
                                && !name.endsWith("-javadoc.jar");
                    })
                    .sorted()
                    .toList();
            return jars.isEmpty() ? built(target.resolve(service.label() + ".jar")) : jars.getLast();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path built(Path path) {
        if (Files.notExists(path)) {
            throw new StackException(path + " does not exist: build the project first (mvn -DskipTests package).");
        }
        return path;
    }

    /** Programs that are unpacked or downloaded once for a user: {@code $XDG_CACHE_HOME/waymark} or {@code ~/.cache/waymark}. */
    public static Path cache() {
        String given = System.getenv("XDG_CACHE_HOME");
        Path cache =
                given == null || given.isBlank() ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(given);
        return cache.resolve("waymark");
    }
}
