package dev.waymark.stack;

import dev.waymark.stack.machine.Binaries;
import dev.waymark.stack.machine.UnavailableException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A Redis server that keeps what it has over a restart. */
final class Redis {
    private static final String PROGRAM = "/redis-server-6.2.6-v5-linux-amd64";

    private Redis() {}

    static Recipe recipe(StackFolder folder, StackSettings settings) throws IOException, UnavailableException {
        Path data = folder.data(Part.REDIS);
        Files.createDirectories(data);
        int port = settings.port(Part.REDIS);
        List<String> command = List.of(
                program().toString(),
                "--bind",
                "127.0.0.1",
                "--port",
                String.valueOf(port),
                "--dir",
                data.toString(),
                "--appendonly",
                "yes",
                "--save",
                "",
                "--maxmemory",
                "256mb");
        return Recipe.of(command, Map.of(), data, Probe.redis(port));
    }

    private static Path program() throws IOException, UnavailableException {
        return Binaries.cached(StackFolder.cache(), "redis-server-" + Versions.of("redis"), target -> {
            try (InputStream program = Redis.class.getResourceAsStream(PROGRAM)) {
                if (program == null) {
                    throw new IOException(
                            "a Redis server for this kind of machine is not on the class path: " + PROGRAM);
                }
                Files.copy(program, target);
                Binaries.makeExecutable(target);
            }
        });
    }
}
