package dev.waymark.stack.machine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A process of the stack: a child of this one, or one that an earlier supervisor left running. */
public final class OwnProcess {
    private static final Duration GRACE = Duration.ofSeconds(45);
    private static final Duration LOOK = Duration.ofMillis(100);

    private final long pid;
    private final CompletableFuture<String> exit;

    private OwnProcess(long pid, CompletableFuture<String> exit) {
        this.pid = pid;
        this.exit = exit;
    }

    public static OwnProcess started(Process process) {
        return new OwnProcess(
                process.pid(),
                process.onExit()
                        .thenApply(ended -> ended.exitValue() > 128
                                ? "was killed by signal " + (ended.exitValue() - 128)
                                : "ended with code " + ended.exitValue()));
    }

    /** A process that is nobody's child here is watched from outside. */
    public static OwnProcess adopted(long pid) {
        CompletableFuture<String> exit = new CompletableFuture<>();
        Thread.ofVirtual().name("watch-" + pid).start(() -> {
            try {
                while (isAlive(pid)) {
                    Thread.sleep(LOOK);
                }
                exit.complete("ended");
            } catch (InterruptedException e) {
                exit.completeExceptionally(e);
            }
        });
        return new OwnProcess(pid, exit);
    }

    public long pid() {
        return pid;
    }

    /** Completes with how it ended, in words. */
    public CompletableFuture<String> exit() {
        return exit;
    }

    public String howItEnded() {
        return exit.getNow("runs");
    }

    public boolean isAlive() {
        return !exit.isDone();
    }

    /** @param name without {@code SIG} */
    public void signal(String name) {
        signal(pid, name);
    }

    public static void signal(long pid, String name) {
        try {
            new ProcessBuilder("kill", "-" + name, String.valueOf(pid))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot run kill", e);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends it with a signal, and by force when it has not obeyed in time; returns when it is gone. */
    public void end(String signal) throws InterruptedException {
        if (!isAlive()) {
            return;
        }
        signal(signal);
        if (!awaitExit(GRACE)) {
            signal("KILL");
            awaitExit(Duration.ofSeconds(10));
        }
    }

    public boolean awaitExit(Duration limit) throws InterruptedException {
        try {
            exit.get(limit.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException _) {
            return false;
        } catch (ExecutionException _) {
            return !isAlive(pid);
        }
    }

    /** A zombie counts as gone: where nobody collects orphans, it stays one for ever. */
    public static boolean isAlive(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc", String.valueOf(pid), "stat"));
            char state = stat.charAt(stat.lastIndexOf(')') + 2);
            return state != 'Z' && state != 'X';
        } catch (IOException _) {
            return false;
        }
    }
}
