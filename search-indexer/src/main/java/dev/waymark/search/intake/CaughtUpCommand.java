package dev.waymark.search.intake;

import dev.waymark.platform.command.Command;
import dev.waymark.search.indexing.IndexStates;
import dev.waymark.search.readmodel.PendingPushes;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** Returns when everything that is on the topic now can be searched. */
@Component
class CaughtUpCommand implements Command {
    private static final Duration DEFAULT_TIMEOUT = Duration.ofMinutes(10);
    private static final Duration PAUSE = Duration.ofMillis(100);
    private static final Duration PROGRESS = Duration.ofSeconds(2);

    private final ConsumeProgress progress;
    private final PendingPushes pending;
    private final IndexStates indexes;
    private final boolean engine;

    CaughtUpCommand(
            ConsumeProgress progress,
            PendingPushes pending,
            IndexStates indexes,
            @Value("${SEARCH_URL}") String address) {
        this.progress = progress;
        this.pending = pending;
        this.indexes = indexes;
        this.engine = !address.isBlank();
    }

    @Override
    public String name() {
        return "caught-up";
    }

    @Override
    public String usage() {
        return "[SECONDS] (waits until everything on the topic can be searched, at most this long; 600 else)";
    }

    @Override
    public int run(List<String> arguments, PrintStream out) throws InterruptedException {
        long end = System.nanoTime() + timeout(arguments).toNanos();
        Map<TopicPartition, Long> ends = progress.ends();
        if (!await(end, "records to take in", () -> progress.behind(ends))) {
            return late("records are not taken in");
        }
        if (engine) {
            if (!await(end, "index to be put in place", () -> indexes.read().isLive() ? 0 : 1)) {
                return late("there is no search index");
            }
            // What is taken in from now on is not waited for.
            long newest = pending.newest();
            if (!await(end, "documents to push", () -> pending.countTo(newest))) {
                return late("documents are not pushed");
            }
        }
        out.println("caught up");
        return 0;
    }

    private static Duration timeout(List<String> arguments) {
        if (arguments.isEmpty()) {
            return DEFAULT_TIMEOUT;
        }
        if (!arguments.getFirst().matches("[1-9][0-9]{0,5}")) {
            throw new IllegalArgumentException("SECONDS should be a whole number.");
        }
        return Duration.ofSeconds(Long.parseLong(arguments.getFirst()));
    }

    /** How many are still missing. */
    @FunctionalInterface
    private interface Remaining {
        long count() throws InterruptedException;
    }

    private static boolean await(long end, String what, Remaining remaining) throws InterruptedException {
        long said = System.nanoTime();
        while (true) {
            long count = remaining.count();
            if (count == 0) {
                return true;
            }
            if (System.nanoTime() > end) {
                return false;
            }
            if (System.nanoTime() - said > PROGRESS.toNanos()) {
                System.err.println(count + " " + what);
                said = System.nanoTime();
            }
            Thread.sleep(PAUSE);
        }
    }

    private static int late(String what) {
        System.err.println("Not in time: " + what + ".");
        return 1;
    }
}
