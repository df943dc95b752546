package dev.waymark.stack.cli;

import dev.waymark.stack.PartStatus;
import dev.waymark.stack.StackFolder;
import dev.waymark.stack.Versions;
import dev.waymark.stack.machine.Http;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code ./dev status}. */
final class StatusReport {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Pattern LAG =
            Pattern.compile("^waymark_lag\\{[^}]*stage=\"([^\"]+)\"[^}]*}\\s+(\\S+)", Pattern.MULTILINE);
    private static final Pattern RSS = Pattern.compile("^VmRSS:\\s+(\\d+) kB", Pattern.MULTILINE);

    private final StackFolder folder;

    StatusReport(StackFolder folder) {
        this.folder = folder;
    }

    /** A row, with what only the part itself knows. */
    private record Row(
            PartStatus status, long rssBytes, @Nullable String version, Map<String, Long> lag) {
        @Nullable
        Long wholeLag() {
            return lag.isEmpty()
                    ? null
                    : lag.values().stream().mapToLong(Long::longValue).sum();
        }
    }

    int print(boolean json) {
        Running running = Running.of(folder);
        List<Row> rows = running.parts().parallelStream().map(StatusReport::row).toList();
        if (json) {
            System.out.println(json(running, rows).toPrettyString());
        } else {
            table(running, rows);
        }
        return 0;
    }

    /** Records and rows that are on their way between the services, all stages together. */
    long lag() {
        return Running.of(folder).parts().stream()
                .map(StatusReport::row)
                .mapToLong(row ->
                        row.lag().values().stream().mapToLong(Long::longValue).sum())
                .sum();
    }

    private static Row row(PartStatus status) {
        boolean service = status.part().isService() && status.state() == PartStatus.State.UP;
        return new Row(
                status,
                status.pid() > 0 ? rss(status.pid()) : 0,
                service ? serviceVersion(status.port()) : serverVersion(status),
                service ? lag(status.port()) : Map.of());
    }

    private static @Nullable String serverVersion(PartStatus status) {
        if (status.state() == PartStatus.State.ELSEWHERE) {
            return null;
        }
        return switch (status.part()) {
            case POSTGRES -> Versions.of("postgres");
            case KAFKA, CONNECT -> Versions.of("kafka");
            case REDIS -> Versions.of("redis");
            case MEILISEARCH -> Versions.of("meilisearch");
            case MAIL -> Versions.of("greenmail");
            default -> null;
        };
    }

    private static @Nullable String serviceVersion(int port) {
        try {
            return JSON.readTree(
                            Http.get("http://127.0.0.1:" + port + "/version").body())
                    .path("version")
                    .asString("unknown");
        } catch (IOException | JacksonException _) {
            return null;
        }
    }

    private static Map<String, Long> lag(int port) {
        Map<String, Long> lag = new LinkedHashMap<>();
        try {
            Matcher matcher = LAG.matcher(Http.get("http://127.0.0.1:" + port + "/actuator/prometheus")
                    .body());
            while (matcher.find()) {
                double value = Double.parseDouble(matcher.group(2));
                if (!Double.isNaN(value)) {
                    lag.put(matcher.group(1), (long) value);
                }
            }
        } catch (IOException | NumberFormatException _) {
            // What cannot be asked has no lag to show.
        }
        return lag;
    }

    /** Resident memory of a process with all that it has started. */
    private static long rss(long pid) {
        long bytes = 0;
        List<Long> pids = new ArrayList<>(List.of(pid));
        ProcessHandle.of(pid).ifPresent(process -> process.descendants().forEach(child -> pids.add(child.pid())));
        for (long each : pids) {
            try {
                Matcher matcher = RSS.matcher(Files.readString(Path.of("/proc", String.valueOf(each), "status")));
                bytes += matcher.find() ? Long.parseLong(matcher.group(1)) * 1024 : 0;
            } catch (IOException _) {
                // Ended meanwhile.
            }
        }
        return bytes;
    }

    private static ObjectNode json(Running running, List<Row> rows) {
        ObjectNode root = JSON.createObjectNode();
        root.put("url", running.content().url());
        root.put("supervisorPid", running.content().supervisor());
        ArrayNode parts = root.putArray("parts");
        for (Row row : rows) {
            ObjectNode part = parts.addObject();
            PartStatus status = row.status();
            part.put("name", status.part().label());
            part.put("state", status.state().label());
            putOrNull(part, "pid", status.pid());
            putOrNull(part, "port", status.port());
            putOrNull(part, "rssBytes", row.rssBytes());
            part.put("version", row.version());
            part.put("lag", row.wholeLag());
            ObjectNode stages = part.putObject("lagByStage");
            row.lag().forEach(stages::put);
            part.put("starts", status.starts());
            part.put("startSeconds", status.startTime().toMillis() / 1000.0);
            part.put("message", status.message());
        }
        return root;
    }

    private static void putOrNull(ObjectNode node, String name, long value) {
        if (value == 0) {
            node.putNull(name);
        } else {
            node.put(name, value);
        }
    }

    private void table(Running running, List<Row> rows) {
        System.out.println(running.content().url());
        String format = "%-22s %-11s %8s %6s %8s %7s  %-16s %s%n";
        System.out.printf(Locale.ROOT, format, "part", "state", "pid", "port", "MiB", "lag", "version", "");
        for (Row row : rows) {
            PartStatus status = row.status();
            Long lag = row.wholeLag();
            System.out.printf(
                    Locale.ROOT,
                    format,
                    status.part().label(),
                    status.state().label(),
                    status.pid() == 0 ? "-" : String.valueOf(status.pid()),
                    status.port() == 0 ? "-" : String.valueOf(status.port()),
                    row.rssBytes() == 0 ? "-" : String.valueOf(row.rssBytes() >> 20),
                    lag == null ? "-" : String.valueOf(lag),
                    row.version() == null ? "-" : row.version(),
                    status.message());
        }
    }
}
