package dev.waymark.stack.cli;

import dev.waymark.stack.CommandResult;
import dev.waymark.stack.Part;
import dev.waymark.stack.PartStatus;
import dev.waymark.stack.PartStatus.State;
import dev.waymark.stack.StackException;
import dev.waymark.stack.StackFolder;
import dev.waymark.stack.StackLock;
import dev.waymark.stack.StackSettings;
import dev.waymark.stack.StateFile;
import dev.waymark.stack.machine.LogTail;
import dev.waymark.stack.machine.OwnProcess;
import dev.waymark.stack.machine.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** {@code ./dev up}: has a supervisor started and shows how the parts come up. */
final class Up {
    private static final long LOOK_MILLIS = 100;
    private static final Duration LIMIT = Duration.ofMinutes(10);
    private static final String SAMPLE = "organization-service/src/main/sample/organizations.ndjson";

    private final StackFolder folder;
    private volatile boolean stopsWithUs = true;
    private final Map<Part, PartStatus> shown = new EnumMap<>(Part.class);

    Up(StackFolder folder) {
        this.folder = folder;
    }

    /** All parts but those whose address the operator gave. */
    static Set<Part> everything(Map<String, String> given) {
        EnumSet<Part> parts = EnumSet.allOf(Part.class);
        parts.removeIf(part -> !part.isService() && given.containsKey(part.setting()));
        return parts;
    }

    /** @param detached whether to return when all is ready, and not to stay and stop it on Ctrl-C */
    int run(boolean detached) throws IOException, InterruptedException {
        long begin = System.nanoTime();
        if (!detached) {
            Runtime.getRuntime().addShutdownHook(new Thread(this::stopOnCtrlC, "stop"));
        }
        Running running;
        try (StackLock lock = awaitTurn()) {
            running = awaitSettled(supervise(lock));
        }
        List<PartStatus> missing = running.parts().stream()
                .filter(status -> status.state() != State.UP
                        && status.state() != State.UNAVAILABLE
                        && status.state() != State.ELSEWHERE)
                .toList();
        for (PartStatus status : missing) {
            System.err.println();
            System.err.println(status.part().label() + " is " + status.state().label()
                    + (status.message().isEmpty() ? "" : ": it " + status.message()) + ". The end of "
                    + folder.log(status.part()) + ":");
            System.err.println(LogTail.of(folder.log(status.part()), 15));
        }
        if (missing.isEmpty()) {
            loadSample();
            System.out.printf(
                    Locale.ROOT,
                    "Ready in %.1f s: %s%n",
                    seconds(System.nanoTime() - begin),
                    running.content().url());
            mailPage().ifPresent(page -> System.out.println("Mails: " + page));
        }
        if (!detached) {
            System.out.println("Ctrl-C stops everything.");
            follow();
        }
        return missing.isEmpty() ? 0 : 1;
    }

    private StackLock awaitTurn() throws InterruptedException {
        Optional<StackLock> lock = StackLock.tryAcquire(folder.upLock());
        if (lock.isEmpty()) {
            System.out.println("Another ./dev up is at work; waiting for it.");
            lock = StackLock.await(folder.upLock(), LIMIT);
        }
        return lock.orElseThrow(() -> new StackException("another ./dev up did not end"));
    }

    /**
     * A supervisor that runs already is replaced: the new one takes over what is unchanged and restarts what was rebuilt.
     *
     * @param turn held, so that no two do this at once
     */
    private Process supervise(StackLock turn) throws IOException {
        if (!turn.isHeld()) {
            throw new IllegalStateException("this is another's turn");
        }
        Running.find(folder)
                .ifPresent(running -> OwnProcess.signal(running.content().supervisor(), "KILL"));
        Files.createDirectories(folder.logs());
        List<String> command = new ArrayList<>();
        if (Programs.exists("setsid")) {
            // In a session of its own, Ctrl-C reaches only this process.
            command.add("setsid");
        }
        command.addAll(Programs.java(
                "64m",
                List.of(
                        "-Dwaymark.root=" + folder.root(),
                        "-Dwaymark.state=" + folder.state(),
                        "-cp",
                        LauncherCopy.classPath(folder),
                        Launcher.class.getName(),
                        "supervise")));
        Path log = folder.logs().resolve("supervisor.log");
        return new ProcessBuilder(command)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
    }

    private Running awaitSettled(Process supervisor) throws InterruptedException {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (System.nanoTime() < end) {
            Optional<Running> running = StateFile.read(folder.stateFile())
                    .filter(content -> content.supervisor() == supervisor.pid())
                    .map(Running::new);
            running.ifPresent(this::show);
            if (running.isPresent() && running.get().isSettled()) {
                return running.get();
            }
            if (!supervisor.isAlive()) {
                stopsWithUs = false;
                throw new StackException(
                        LogTail.of(folder.logs().resolve("supervisor.log"), 15).stripIndent());
            }
            supervisor.waitFor(Duration.ofMillis(LOOK_MILLIS));
        }
        throw new StackException("not everything was ready within " + LIMIT.toMinutes() + " minutes");
    }

    private Running shown(Running running) {
        show(running);
        return running;
    }

    private void show(Running running) {
        for (PartStatus status : running.parts()) {
            PartStatus before = shown.put(status.part(), status);
            boolean worthALine = status.isSettled() || status.state() == State.DOWN;
            if (worthALine && (before == null || before.state() != status.state())) {
                System.out.printf(
                        Locale.ROOT,
                        "%-22s %-11s %6s  %s%n",
                        status.part().label(),
                        status.state().label(),
                        status.state() == State.UP
                                ? String.format(
                                        Locale.ROOT,
                                        "%.1f s",
                                        seconds(status.startTime().toNanos()))
                                : "",
                        status.message());
            }
        }
    }

    private static double seconds(long nanos) {
        return nanos / 1e9;
    }

    private Optional<String> mailPage() {
        return Optional.ofNullable(folder.ports().read().get(StackSettings.MAIL_PAGE))
                .map(port -> "http://localhost:" + port);
    }

    /** Once, so that no page is empty at the first look; what is deleted later stays deleted. */
    private void loadSample() throws IOException, InterruptedException {
        Path sample = folder.root().resolve(SAMPLE);
        Path done = folder.state().resolve("sample-loaded");
        if (Files.notExists(sample) || Files.exists(done)) {
            return;
        }
        System.out.println("Loading the sample organisations");
        Map<String, String> settings =
                Running.of(folder).settings(folder, StackSettings.given(folder, System.getenv()));
        int exit = CommandResult.builder(Part.ORGANIZATION, folder, settings, List.of("import", sample.toString()))
                .inheritIO()
                .start()
                .waitFor();
        if (exit == 0) {
            Files.createFile(done);
            awaitSearchable();
        } else {
            System.err.println("The sample organisations could not be loaded.");
        }
    }

    /** Until nothing is on its way any more; what takes longer than a minute arrives later. */
    private void awaitSearchable() throws InterruptedException {
        StatusReport report = new StatusReport(folder);
        long end = System.nanoTime() + Duration.ofMinutes(1).toNanos();
        while (report.lag() > 0 && System.nanoTime() < end) {
            Thread.sleep(Duration.ofMillis(LOOK_MILLIS));
        }
    }

    /** Until the stack is stopped; a supervisor that was killed is replaced. */
    private void follow() throws IOException, InterruptedException {
        while (Files.exists(folder.stateFile())) {
            if (Running.find(folder).map(this::shown).isEmpty()) {
                replaceSupervisor();
            }
            Thread.sleep(Duration.ofMillis(500));
        }
        stopsWithUs = false;
        System.out.println("The stack was stopped.");
    }

    /** Unless another {@code up} is just doing that, or {@code down} has ended everything. */
    private void replaceSupervisor() throws IOException, InterruptedException {
        Optional<StackLock> turn = StackLock.tryAcquire(folder.upLock());
        if (turn.isPresent()) {
            try (StackLock lock = turn.get()) {
                if (Files.exists(folder.stateFile()) && Running.find(folder).isEmpty()) {
                    System.out.println("The supervisor is gone; starting another.");
                    awaitSettled(supervise(lock));
                }
            }
        }
    }

    private void stopOnCtrlC() {
        if (!stopsWithUs) {
            return;
        }
        try {
            Down.run(folder);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
