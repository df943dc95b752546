package dev.waymark.stack;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.waymark.stack.machine.Binaries;
import dev.waymark.stack.machine.Programs;
import dev.waymark.stack.machine.UnavailableException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.tukaani.xz.XZInputStream;

/** PostgreSQL, as durable as on a server, with room for the slots of many sites. */
final class Postgres {
    static final String USER = "waymark";
    private static final String ARCHIVE = "/postgres-linux-x86_64.txz";

    private Postgres() {}

    static Recipe recipe(StackFolder folder, StackSettings settings) throws IOException, UnavailableException {
        Path programs = programs().resolve("bin");
        Path data = folder.data(Part.POSTGRES);
        if (Files.notExists(data.resolve("PG_VERSION"))) {
            initialise(programs, data, settings.databasePassword());
        }
        StalePidFile.removeFrom(data);
        int port = settings.port(Part.POSTGRES);
        List<String> command = asUnprivilegedUser(programs.resolve("postgres").toString(), "-D", data.toString());
        Map<String, String> options = Map.ofEntries(
                Map.entry("listen_addresses", "127.0.0.1"),
                Map.entry("port", String.valueOf(port)),
                Map.entry("unix_socket_directories", ""),
                Map.entry("fsync", "on"),
                Map.entry("synchronous_commit", "on"),
                Map.entry("full_page_writes", "on"),
                Map.entry("wal_level", "logical"),
                Map.entry("max_slot_wal_keep_size", "2GB"),
                Map.entry("max_replication_slots", "100"),
                Map.entry("max_wal_senders", "100"),
                Map.entry("max_connections", "300"),
                Map.entry("shared_buffers", "128MB"),
                Map.entry("max_wal_size", "2GB"),
                Map.entry("log_line_prefix", "%m [%p] %d "),
                Map.entry("timezone", "UTC"));
        options.entrySet().stream().sorted(Map.Entry.comparingByKey()).forEach(option -> {
            command.add("-c");
            command.add(option.getKey() + "=" + option.getValue());
        });
        return Recipe.of(command, Map.of(), data, Probe.postgres(port));
    }

    private static Path programs() throws IOException, UnavailableException {
        return Binaries.cached(StackFolder.cache(), "postgres-" + Versions.of("postgres"), target -> {
            try (InputStream archive = Postgres.class.getResourceAsStream(ARCHIVE)) {
                if (archive == null) {
                    throw new IOException("PostgreSQL for this kind of machine is not on the class path: " + ARCHIVE);
                }
                Binaries.unpackTar(new XZInputStream(archive), target);
            }
        });
    }

    /** In a folder beside the final one, so that a start that is cut short leaves no half-made cluster. */
    private static void initialise(Path programs, Path data, String password) throws IOException {
        Path next = data.resolveSibling("postgres.next");
        Binaries.delete(next);
        Files.createDirectories(next.getParent());
        Path passwordFile = Files.createTempFile(next.getParent(), "initdb", ".password");
        try {
            Files.writeString(passwordFile, password);
            List<String> command = asUnprivilegedUser(
                    programs.resolve("initdb").toString(),
                    "--pgdata=" + next,
                    "--username=" + USER,
                    "--pwfile=" + passwordFile,
                    "--auth=scram-sha-256",
                    "--encoding=UTF8",
                    "--locale=C.UTF-8");
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String output = new String(process.getInputStream().readAllBytes(), UTF_8);
            if (process.waitFor() != 0) {
                throw new StackException("initdb failed:\n" + output);
            }
            Files.move(next, data);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            Files.delete(passwordFile);
        }
    }

    /** PostgreSQL refuses to run as root; in a user namespace of its own it does not see that it is. */
    private static List<String> asUnprivilegedUser(String... command) {
        List<String> whole = new ArrayList<>();
        if ("root".equals(System.getProperty("user.name"))) {
            if (!Programs.exists("unshare")) {
                throw new StackException("PostgreSQL does not run as root, and unshare (package util-linux) is missing:"
                        + " start the stack as another user.");
            }
            whole.add("unshare");
            whole.add("--user");
        }
        whole.addAll(List.of(command));
        return whole;
    }
}
