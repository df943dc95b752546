package dev.waymark.bench;

import dev.waymark.stack.Part;
import dev.waymark.stack.PartStatus;
import dev.waymark.stack.Stack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a part costs at a moment, with all processes that it has started.
 *
 * @param start from being started to being ready
 * @param cpu processor time since it was started, also of children that have ended
 * @param rssBytes resident memory; pages that processes share, or that are a file's, count in each
 * @param pssBytes the same with shared pages divided among those who share them; 0 where Linux does not say
 */
record Footprint(Part part, Duration start, Duration cpu, long rssBytes, long pssBytes) {
    /** Linux tells processor time in hundredths of a second on every machine that Java runs on: proc(5), USER_HZ. */
    private static final long TICK_MILLIS = 10;

    private static final Pattern RSS = Pattern.compile("^VmRSS:\\s+(\\d+) kB", Pattern.MULTILINE);
    private static final Pattern PSS = Pattern.compile("^Pss:\\s+(\\d+) kB", Pattern.MULTILINE);

    static List<Footprint> ofAll(Stack stack) {
        return stack.status().stream()
                .filter(status -> status.state() == PartStatus.State.UP)
                .map(Footprint::of)
                .toList();
    }

    static Footprint of(PartStatus status) {
        List<Long> pids = new ArrayList<>(List.of(status.pid()));
        ProcessHandle.of(status.pid())
                .ifPresent(process -> process.descendants().forEach(child -> pids.add(child.pid())));
        long ticks = 0;
        long rss = 0;
        long pss = 0;
        for (long pid : pids) {
            Path folder = Path.of("/proc", String.valueOf(pid));
            ticks += ticks(read(folder.resolve("stat")));
            rss += kibibytes(RSS, read(folder.resolve("status"))) * 1024;
            pss += kibibytes(PSS, read(folder.resolve("smaps_rollup"))) * 1024;
        }
        return new Footprint(status.part(), status.startTime(), Duration.ofMillis(ticks * TICK_MILLIS), rss, pss);
    }

    /** @return empty when the process has ended, or is somebody else's */
    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException _) {
            return "";
        }
    }

    /** utime, stime, cutime and cstime: fields 14 to 17 of proc_pid_stat(5), counted after the name in brackets, field 2. */
    private static long ticks(String stat) {
        String[] fields = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ", -1);
        long ticks = 0;
        for (int field = 14; field <= 17 && fields.length > 15; field++) {
            ticks += Long.parseLong(fields[field - 3]);
        }
        return ticks;
    }

    private static long kibibytes(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.find() ? Long.parseLong(matcher.group(1)) : 0;
    }

    double startSeconds() {
        return start.toMillis() / 1000.0;
    }

    double cpuSeconds() {
        return cpu.toMillis() / 1000.0;
    }

    static String mebibytes(long bytes) {
        return bytes == 0 ? "–" : String.valueOf(bytes >> 20);
    }
}
