package dev.waymark.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waymark.stack.CommandResult;
import dev.waymark.stack.Leftovers;
import dev.waymark.stack.Part;
import dev.waymark.stack.Stack;
import dev.waymark.stack.StackFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** A process of identity-service that the stack does not look after, with all settings of the stack's own but the port. */
final class IdentityCopy {
    private final Waymark waymark;
    private final String name;
    private final int port = freePort();
    private @Nullable Process process;

    IdentityCopy(Waymark waymark, String name) {
        this.waymark = waymark;
        this.name = name;
    }

    int port() {
        return port;
    }

    /** Below the ports from which systems take those of outgoing connections. */
    private static int freePort() {
        for (int attempt = 0; attempt < 200; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(15_000, 30_000);
            try (ServerSocket _ = new ServerSocket(port, 1, InetAddress.ofLiteral("127.0.0.1"))) {
                return port;
            } catch (IOException _) {
                // Held by somebody.
            }
        }
        throw new IllegalStateException("no free port");
    }

    /** Starts it unless it runs, and does not wait. */
    void start() {
        if (process != null && process.isAlive()) {
            return;
        }
        StackFolder folder = new StackFolder(Stack.root(), Waymark.FOLDER);
        try {
            ProcessBuilder builder =
                    CommandResult.builder(Part.IDENTITY, folder, waymark.stack().settings(), List.of());
            builder.environment().putAll(settings());
            builder.environment().putAll(Leftovers.marks(folder, Part.IDENTITY));
            Process started = builder.redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(
                            folder.logs().resolve(name + ".log").toFile()))
                    .start();
            Runtime.getRuntime().addShutdownHook(new Thread(started::destroyForcibly));
            process = started;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Map<String, String> settings() {
        return Map.of(
                Part.IDENTITY.setting(),
                String.valueOf(port),
                // Each request has a connection of its own, and the balancer a say in each.
                "SERVER_TOMCAT_MAX_KEEP_ALIVE_REQUESTS",
                "1",
                // On a machine that is busy the cache server may dawdle, and each copy would count for itself.
                "WAYMARK_IDENTITY_CACHE_TIMEOUT_MILLIS",
                "2000");
    }

    void awaitReady() {
        Awaitility.await(name + " is ready")
                .atMost(Duration.ofMinutes(3))
                .pollInterval(Duration.ofMillis(100))
                .ignoreExceptionsInstanceOf(UncheckedIOException.class)
                .until(() -> {
                    assertThat(process).isNotNull();
                    assertThat(process.isAlive()).as(name + " runs").isTrue();
                    return waymark.get("http://127.0.0.1:" + port + "/readyz").statusCode() == 200;
                });
    }

    /** {@code kill -9}; returns when it is gone. */
    void kill() {
        if (process != null) {
            process.destroyForcibly().onExit().orTimeout(30, TimeUnit.SECONDS).join();
        }
    }

    /** Whether an attempt was counted in the cache server, to which it connects only when it is ready. */
    boolean countsWithOthers() {
        return waymark.get("http://127.0.0.1:" + port + "/actuator/prometheus")
                .body()
                .lines()
                .anyMatch(line -> line.startsWith("resilience4j_circuitbreaker_calls_seconds_count")
                        && line.contains("name=\"limits\"")
                        && line.contains("kind=\"successful\"")
                        && !line.endsWith(" 0"));
    }
}
