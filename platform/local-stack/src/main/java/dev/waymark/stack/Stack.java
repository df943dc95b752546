package dev.waymark.stack;

import dev.waymark.platform.settings.EnvFiles;
import dev.waymark.stack.machine.LogTail;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A running stack. Everything that waits is bounded and may be interrupted; an interrupt surfaces as {@link StackException} with the
 * thread's interrupt flag set. All methods may be called from any thread.
 */
public final class Stack implements AutoCloseable {
    /**
     * A setting of this launcher alone: options of the services' JVMs, with spaces between them. They come after its own, so they win.
     * Measurements take it to let services run with all of the JVM's compilers, as on a server.
     */
    public static final String SERVICE_JVM_OPTIONS = "SERVICE_JVM_OPTIONS";

    private static final Duration READY_LIMIT = Duration.ofMinutes(6);
    private static final int HOPELESS = 5;

    private final StackFolder folder;
    private final Supervision supervision;
    private final Thread atExit = new Thread(this::end, "end-of-stack");

    private Stack(StackFolder folder, Supervision supervision) {
        this.folder = folder;
        this.supervision = supervision;
    }

    /**
     * Starts parts on free ports of their own and waits until all are ready.
     *
     * @param folder keeps data, logs, ports and secrets; another start in it finds them
     * @param parts what to start; the others can be started later
     * @throws StackException when a part does not get ready; the message has the end of its log
     */
    public static Stack start(Path folder, Set<Part> parts) {
        return start(folder, parts, Map.of());
    }

    /** @param given settings that override those of {@code .env.dist} and of the stack, such as {@code SITE} */
    public static Stack start(Path folder, Set<Part> parts, Map<String, String> given) {
        Stack stack = launch(new StackFolder(root(), folder), parts, given, false);
        try {
            stack.awaitReady();
            return stack;
        } catch (RuntimeException e) {
            stack.close();
            throw e;
        }
    }

    /** Starts and does not wait; the stack ends with this JVM. */
    public static Stack launch(StackFolder folder, Set<Part> parts, Map<String, String> given, boolean lasting) {
        Stack stack = new Stack(folder, Supervision.begin(folder, parts, given, lasting));
        Runtime.getRuntime().addShutdownHook(stack.atExit);
        return stack;
    }

    /** The repository: the system property {@code waymark.root}, else the nearest folder upwards with an {@code .env.dist}. */
    public static Path root() {
        String given = System.getProperty("waymark.root");
        if (given != null) {
            return Path.of(given);
        }
        return EnvFiles.home(Path.of(""))
                .orElseThrow(() -> new StackException("no folder from here upwards has an .env.dist"));
    }

    /** Every setting of {@code .env.dist} as the services of this stack get it. */
    public Map<String, String> settings() {
        return supervision.serviceSettings();
    }

    /** The gateway's origin, such as {@code http://localhost:8080}. */
    public String url() {
        return supervision.settings().url();
    }

    /** Where the mail catcher shows what it caught; {@code /mails} there is the same as JSON. */
    public String mailPage() {
        return supervision.settings().mailPage();
    }

    public PartStatus status(Part part) {
        return supervision.board().of(part);
    }

    public List<PartStatus> status() {
        return supervision.board().all();
    }

    /** The file that collects what the part writes to standard output and error. */
    public Path log(Part part) {
        return folder.log(part);
    }

    /** {@code kill -9}; returns when the process is gone. It is started again at once. */
    public void kill(Part part) {
        interruptibly(() -> supervision.runner(part).kill());
    }

    /** Sends a signal, such as {@code STOP} to freeze a part and {@code CONT} to let it go on; nothing when it does not run. */
    public void signal(Part part, String signal) {
        supervision.runner(part).signal(signal);
    }

    /** Ends a part in good order and holds it down; returns when it is down. */
    public void stop(Part part) {
        interruptibly(() -> supervision.runner(part).hold());
    }

    /** Lets a part run again, or for the first time; does not wait. */
    public void start(Part part) {
        supervision.runner(part).want();
    }

    /**
     * Waits until every part that is wanted is ready.
     *
     * @throws StackException when that takes more than six minutes, or a part failed to get ready five times in a row
     */
    public void awaitReady() {
        Board board = supervision.board();
        interruptibly(() -> board.await(
                () -> missing().isEmpty() || missing().stream().anyMatch(status -> status.failures() >= HOPELESS),
                READY_LIMIT));
        List<PartStatus> missing = missing();
        if (!missing.isEmpty()) {
            throw new StackException(missing.stream().map(this::complaint).collect(Collectors.joining("\n")));
        }
    }

    private List<PartStatus> missing() {
        return status().stream()
                .filter(status -> !supervision.isAsWanted(status.part()))
                .toList();
    }

    private String complaint(PartStatus status) {
        return status.part().label() + " is " + status.state().label() + ": " + status.message() + "\n"
                + LogTail.of(log(status.part()), 15);
    }

    /**
     * Runs a command of a service in a process of its own, with the settings that the service has.
     *
     * @param command its name and arguments, such as {@code import FILE}
     */
    public CommandResult run(Part service, String... command) {
        return CommandResult.of(service, folder, settings(), List.of(command));
    }

    /** Ends everything in good order, services first. Data, ports and secrets stay. */
    @Override
    public void close() {
        end();
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException _) {
            // The JVM is about to exit, which is why this runs.
        }
    }

    private void end() {
        interruptibly(supervision::end);
    }

    private static void interruptibly(Waiting action) {
        try {
            action.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StackException("interrupted", e);
        }
    }

    @FunctionalInterface
    private interface Waiting {
        void run() throws InterruptedException;
    }
}
