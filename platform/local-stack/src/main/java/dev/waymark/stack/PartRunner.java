package dev.waymark.stack;

import dev.waymark.stack.PartStatus.State;
import dev.waymark.stack.machine.OwnProcess;
import dev.waymark.stack.machine.UnavailableException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one part running for as long as it is wanted. A part is waiting, then starting, then up; when it ends by itself it is down
 * for a moment that grows with each failure in a row; when it is not wanted any more it is ended and stopped. An unavailable part
 * stays so until it is wanted anew.
 */
final class PartRunner {
    private static final Duration LOOK = Duration.ofMillis(100);
    private static final Duration NEEDS_LIMIT = Duration.ofSeconds(90);
    private static final Duration START_LIMIT = Duration.ofMinutes(5);
    private static final Duration TURN = Duration.ofSeconds(40);
    private static final Duration STEADY = Duration.ofSeconds(20);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(15);
    private static final Duration FOREVER = Duration.ofDays(3650);

    private final Part part;
    private final Board board;
    private final RecipeSource recipes;
    private final PartStarter starter;
    private final StartTurn turn;
    private volatile boolean wanted;
    private volatile boolean closed;
    private volatile @Nullable OwnProcess process;
    private @Nullable Thread thread;
    /** How often in a row it ended before it had worked for a while; touched by the runner's thread alone. */
    private int earlyEnds;

    /** Makes everything ready for a start, such as a data folder, and says how to start. */
    @FunctionalInterface
    interface RecipeSource {
        Recipe next() throws IOException, UnavailableException;
    }

    PartRunner(Part part, Board board, RecipeSource recipes, PartStarter starter, StartTurn turn, boolean wanted) {
        this.part = part;
        this.board = board;
        this.recipes = recipes;
        this.starter = starter;
        this.turn = turn;
        this.wanted = wanted;
    }

    void begin() {
        thread = Thread.ofPlatform().name("run-" + part.label()).daemon().start(this::supervise);
    }

    void want() {
        wanted = true;
        board.wake();
    }

    boolean isWanted() {
        return wanted;
    }

    /** Returns when the part is down. */
    void hold() throws InterruptedException {
        wanted = false;
        board.wake();
        board.await(
                () -> board.of(part).state() == State.STOPPED || board.of(part).state() == State.UNAVAILABLE, FOREVER);
    }

    /** For good; does not wait. */
    void release() {
        closed = true;
        wanted = false;
        board.wake();
    }

    /** For good; returns when the part is down. */
    void close() throws InterruptedException {
        release();
        Thread running = thread;
        if (running != null) {
            running.join();
        }
    }

    /** Sends a signal, if a process runs. */
    void signal(String name) {
        OwnProcess running = process;
        if (running != null) {
            running.signal(name);
        }
    }

    /** {@code kill -9}; returns when the process is gone and everybody can see that it is. */
    void kill() throws InterruptedException {
        OwnProcess running = process;
        if (running != null) {
            running.signal("KILL");
            board.await(() -> !running.isAlive() && board.of(part).pid() != running.pid(), Duration.ofSeconds(30));
        }
    }

    private void supervise() {
        try {
            if (!wanted) {
                starter.endLeftovers();
            }
            while (awaitWanted()) {
                attempt();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean awaitWanted() throws InterruptedException {
        State state = board.of(part).state();
        if (!wanted && state != State.UNAVAILABLE && state != State.ELSEWHERE) {
            board.update(part, status -> status.with(State.STOPPED, 0, ""));
        }
        board.await(() -> wanted || closed, FOREVER);
        return !closed;
    }

    private void attempt() throws InterruptedException {
        board.update(part, status -> status.with(State.WAITING, 0, status.message()));
        board.await(
                () -> !wanted
                        || part.needs().stream().allMatch(need -> board.of(need).isSettled()),
                NEEDS_LIMIT);
        turn.await(() -> wanted);
        if (!wanted) {
            turn.pass();
            return;
        }
        long begin = System.nanoTime();
        try {
            board.update(part, status -> status.with(State.STARTING, 0, status.message()));
            Recipe recipe = recipes.next();
            OwnProcess running = starter.adoptOrStart(recipe);
            process = running;
            running.exit().whenComplete((_, _) -> board.wake());
            board.update(part, status -> status.started(running.pid()));
            attend(recipe, running, begin);
        } catch (UnavailableException e) {
            wanted = false;
            board.update(part, status -> status.with(State.UNAVAILABLE, 0, String.valueOf(e.getMessage())));
        } catch (IOException | UncheckedIOException | StackException e) {
            fail("cannot be started: " + e.getMessage(), begin);
        } finally {
            turn.pass();
            process = null;
        }
    }

    private void attend(Recipe recipe, OwnProcess running, long begin) throws InterruptedException {
        boolean ready = awaitReady(recipe, running, begin);
        turn.pass();
        if (ready) {
            Duration took = Duration.ofNanos(System.nanoTime() - begin);
            board.update(part, status -> status.ready(took));
            board.await(() -> !wanted || !running.isAlive(), FOREVER);
        }
        if (!wanted) {
            running.end(part.stopSignal());
        } else if (running.isAlive()) {
            running.end("KILL");
            fail("was not ready within " + START_LIMIT.toSeconds() + " s", begin);
        } else {
            fail(running.howItEnded(), begin);
        }
    }

    private boolean awaitReady(Recipe recipe, OwnProcess running, long begin) throws InterruptedException {
        while (wanted && running.isAlive() && System.nanoTime() - begin < START_LIMIT.toNanos()) {
            if (System.nanoTime() - begin > TURN.toNanos()) {
                turn.pass();
            }
            try {
                if (recipe.ready().isReady()) {
                    return true;
                }
            } catch (IOException _) {
                // Not yet.
            }
            board.await(() -> !wanted || !running.isAlive(), LOOK);
        }
        return false;
    }

    private void fail(String why, long begin) throws InterruptedException {
        PartStatus before = board.of(part);
        boolean wasReady = before.state() == State.UP;
        boolean wasSteady = wasReady && System.nanoTime() - begin > STEADY.toNanos();
        earlyEnds = wasSteady ? 1 : earlyEnds + 1;
        int failures = wasReady ? 0 : before.failures() + 1;
        board.update(part, status -> status.failed(failures, why));
        board.await(() -> !wanted, pause(earlyEnds));
    }

    /** None after the first early end, then 0.2 s, and twice as long each time. */
    static Duration pause(int ends) {
        if (ends <= 1) {
            return Duration.ZERO;
        }
        Duration pause = Duration.ofMillis(100L << Math.min(ends - 1, 10));
        return pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
    }
}
