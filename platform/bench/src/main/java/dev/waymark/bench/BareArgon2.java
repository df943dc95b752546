package dev.waymark.bench;

import dev.waymark.stack.machine.Programs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Argon2id and nothing else, in a process of its own: with the JVM's options that the services have, what is compared is what a login
 * does besides.
 *
 * @param threads that hash side by side
 */
record BareArgon2(int threads, int memoryKib, int passes, int lanes) {
    private static final String HEAP = "160m";
    private static final String ONE_COMPILER = "-XX:TieredStopAtLevel=1";
    private static final Duration WARM_UP = Duration.ofSeconds(5);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** As many threads as identity-service hashes on at a time, and what its settings say that a hash costs. */
    static BareArgon2 as(Map<String, String> settings) {
        return new BareArgon2(
                Math.max(1, Runtime.getRuntime().availableProcessors() - 1),
                number(settings, "ARGON2_MEMORY_KIB"),
                number(settings, "ARGON2_PASSES"),
                number(settings, "ARGON2_LANES"));
    }

    private static int number(Map<String, String> settings, String name) {
        return Integer.parseInt(settings.getOrDefault(name, "").strip());
    }

    /**
     * Warms up, then hashes for so long.
     *
     * @param allCompilers whether the JVM may use its second compiler (C2), unlike the services of the local stack
     * @return hashes in a second, of all threads together
     */
    double perSecond(Duration duration, boolean allCompilers) throws IOException, InterruptedException {
        Duration warmUp = WARM_UP.compareTo(duration) < 0 ? WARM_UP : duration;
        Process process = new ProcessBuilder(command(warmUp, duration, allCompilers))
                .redirectErrorStream(true)
                .start();
        try {
            Duration longest = warmUp.plus(duration).plus(PATIENCE);
            if (!process.waitFor(longest.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new BenchmarkException("bare Argon2id took too long");
            }
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.exitValue() != 0) {
                throw new BenchmarkException("bare Argon2id failed: " + output);
            }
            return Double.parseDouble(output.strip());
        } finally {
            process.destroyForcibly();
        }
    }

    private List<String> command(Duration warmUp, Duration duration, boolean allCompilers) {
        List<String> command = new ArrayList<>(
                Programs.java(HEAP, List.of("-cp", System.getProperty("java.class.path"), Argon2Loop.class.getName())));
        if (allCompilers) {
            command.remove(ONE_COMPILER);
        }
        for (long argument : new long[] {warmUp.toMillis(), duration.toMillis(), threads, memoryKib, passes, lanes}) {
            command.add(String.valueOf(argument));
        }
        return command;
    }

    /** The jar that hashes, for the note below the table. */
    static String implementation() {
        Path jar = Path.of(org.bouncycastle.crypto.generators.Argon2BytesGenerator.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .getPath());
        return String.valueOf(jar.getFileName()).replace(".jar", "");
    }
}
