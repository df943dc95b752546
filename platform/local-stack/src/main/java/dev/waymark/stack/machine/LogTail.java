package dev.waymark.stack.machine;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.List;

/** The end of a log file. */
public final class LogTail {
    private static final int BYTES = 16_000;

    private LogTail() {}

    /** The last lines, indented; empty when there is no log. */
    public static String of(Path file, int lines) {
        try (RandomAccessFile log = new RandomAccessFile(file.toFile(), "r")) {
            long from = Math.max(0, log.length() - BYTES);
            byte[] end = new byte[(int) (log.length() - from)];
            log.seek(from);
            log.readFully(end);
            List<String> all = new String(end, UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank())
                    .toList();
            return String.join(
                    "\n",
                    all.subList(Math.max(0, all.size() - lines), all.size()).stream()
                            .map(line -> "    " + line)
                            .toList());
        } catch (IOException _) {
            return "";
        }
    }
}
