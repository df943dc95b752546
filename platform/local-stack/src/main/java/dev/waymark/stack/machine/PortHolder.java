package dev.waymark.stack.machine;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;

/** Finds out from {@code /proc} which process listens on a port; see proc_pid_net(5) and proc_pid_fd(5). */
public final class PortHolder {
    private static final String LISTEN = "0A";

    private PortHolder() {}

    /** A sentence's second half, such as {@code the process 42 (nginx -g daemon off;) listens there}. */
    public static String describe(int port) {
        OptionalLong pid = find(port);
        if (pid.isEmpty()) {
            return "a process that this user may not look at listens there";
        }
        return "the process " + pid.getAsLong() + " (" + command(pid.getAsLong()) + ") listens there";
    }

    public static OptionalLong find(int port) {
        Set<String> sockets = sockets(port);
        if (sockets.isEmpty()) {
            return OptionalLong.empty();
        }
        return ProcessHandle.allProcesses()
                .mapToLong(ProcessHandle::pid)
                .filter(pid -> holdsAny(pid, sockets))
                .findFirst();
    }

    private static Set<String> sockets(int port) {
        String suffix = String.format(Locale.ROOT, ":%04X", port);
        Set<String> sockets = new HashSet<>();
        for (String table : List.of("/proc/net/tcp", "/proc/net/tcp6")) {
            try (Stream<String> lines = Files.lines(Path.of(table))) {
                lines.skip(1)
                        .map(line -> line.strip().split("\\s+", -1))
                        .filter(columns ->
                                columns.length > 9 && columns[1].endsWith(suffix) && columns[3].equals(LISTEN))
                        .forEach(columns -> sockets.add("socket:[" + columns[9] + "]"));
            } catch (IOException _) {
                // Without that table there is no such listener to be found.
            }
        }
        return sockets;
    }

    private static boolean holdsAny(long pid, Set<String> sockets) {
        try (DirectoryStream<Path> descriptors =
                Files.newDirectoryStream(Path.of("/proc", String.valueOf(pid), "fd"))) {
            for (Path descriptor : descriptors) {
                if (sockets.contains(target(descriptor))) {
                    return true;
                }
            }
        } catch (IOException _) {
            // Ended meanwhile, or somebody else's.
        }
        return false;
    }

    private static String target(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException _) {
            return "";
        }
    }

    public static String command(long pid) {
        try {
            List<String> words =
                    new ArrayList<>(List.of(Files.readString(Path.of("/proc", String.valueOf(pid), "cmdline"))
                            .split("\0", -1)));
            String text = String.join(" ", words).strip();
            return text.length() > 120 ? text.substring(0, 120) + "…" : text;
        } catch (IOException _) {
            return "unknown";
        }
    }
}
