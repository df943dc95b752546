package dev.waymark.stack.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What is known of a process that was started: enough to tell it later from another that got its number.
 *
 * @param startTicks when it was started, in clock ticks since the machine was; field 22 of proc_pid_stat(5)
 * @param fingerprint the one of its recipe
 */
public record ProcessNote(long pid, long startTicks, String fingerprint) {

    public static void write(Path file, long pid, String fingerprint) {
        startTicks(pid).ifPresent(ticks -> KeyFile.replace(file, pid + " " + ticks + " " + fingerprint + "\n"));
    }

    /** Empty when there is none. */
    public static Optional<ProcessNote> read(Path file) {
        try {
            String[] words = Files.readString(file).strip().split(" ", -1);
            return Optional.of(new ProcessNote(Long.parseLong(words[0]), Long.parseLong(words[1]), words[2]));
        } catch (IOException | RuntimeException _) {
            return Optional.empty();
        }
    }

    public boolean isAbout(long candidate) {
        return candidate == pid && startTicks(pid).orElse(-1) == startTicks;
    }

    private static OptionalLong startTicks(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc", String.valueOf(pid), "stat"));
            // After the name, which may hold anything, comes field 3.
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            return OptionalLong.of(Long.parseLong(fields[22 - 3]));
        } catch (IOException _) {
            return OptionalLong.empty();
        }
    }
}
