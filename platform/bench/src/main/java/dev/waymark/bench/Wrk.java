package dev.waymark.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The load generator wrk, version 4: two threads and 32 connections. */
final class Wrk {
    static final int THREADS = 2;
    static final int CONNECTIONS = 32;
    private static final Pattern RATE = Pattern.compile("Requests/sec:\\s+([0-9.]+)");
    private static final Pattern LATENCY = Pattern.compile("\\s(50|99)(?:\\.\\d+)?%\\s+([0-9.]+)(us|ms|s|m)\\b");
    private static final Pattern BAD = Pattern.compile("Non-2xx or 3xx responses: (\\d+)|Socket errors: (.*)");

    private Wrk() {}

    /**
     * What a run found.
     *
     * @param perSecond answers
     * @param p50 milliseconds
     * @param p99 milliseconds
     * @param complaint about answers that were not good; empty when all were
     */
    record Run(double perSecond, double p50, double p99, String complaint) {}

    static Run run(String url, Duration duration) throws IOException, InterruptedException {
        Process wrk = new ProcessBuilder(List.of(
                        "wrk",
                        "-t" + THREADS,
                        "-c" + CONNECTIONS,
                        "-d" + duration.toSeconds() + "s",
                        "--timeout",
                        "10s",
                        "--latency",
                        url))
                .redirectErrorStream(true)
                .start();
        String output = new String(wrk.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (wrk.waitFor() != 0) {
            throw new BenchmarkException("wrk failed: " + output);
        }
        return read(output);
    }

    static Run read(String output) {
        Matcher rate = RATE.matcher(output);
        if (!rate.find()) {
            throw new BenchmarkException("wrk said something else than expected: " + output);
        }
        double p50 = Double.NaN;
        double p99 = Double.NaN;
        Matcher latency = LATENCY.matcher(output);
        while (latency.find()) {
            double millis = Double.parseDouble(latency.group(2))
                    * switch (latency.group(3)) {
                        case "us" -> 0.001;
                        case "ms" -> 1;
                        case "s" -> 1000;
                        default -> 60_000;
                    };
            if (latency.group(1).equals("50")) {
                p50 = millis;
            } else {
                p99 = millis;
            }
        }
        Matcher bad = BAD.matcher(output);
        return new Run(Double.parseDouble(rate.group(1)), p50, p99, bad.find() ? bad.group() : "");
    }
}
