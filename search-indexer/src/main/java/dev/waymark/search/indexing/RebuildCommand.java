package dev.waymark.search.indexing;

import dev.waymark.platform.command.Command;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** Builds the index anew from the table, while the old one goes on to answer; whichever copy of the service pushes does the work. */
@Component
class RebuildCommand implements Command {
    private static final Duration TIMEOUT = Duration.ofHours(2);
    private static final Duration PAUSE = Duration.ofMillis(200);

    private final IndexStates states;
    private final PushLock pushes;
    private final Pusher pusher;
    private final boolean engine;

    RebuildCommand(IndexStates states, PushLock pushes, Pusher pusher, @Value("${SEARCH_URL}") String address) {
        this.states = states;
        this.pushes = pushes;
        this.pusher = pusher;
        this.engine = !address.isBlank();
    }

    @Override
    public String name() {
        return "rebuild";
    }

    @Override
    public String usage() {
        return "(builds the search index anew and puts it in place)";
    }

    @Override
    public int run(List<String> arguments, PrintStream out) throws InterruptedException {
        if (!engine) {
            throw new IllegalArgumentException("SEARCH_URL is empty: there is no index to build.");
        }
        states.requestRebuild();
        pushes.wake();
        // Where no copy of the service runs, this process pushes; else it waits for the lock in vain, which does no
        // harm.
        pusher.start();
        try {
            return await(out);
        } finally {
            pusher.stop();
        }
    }

    private int await(PrintStream out) throws InterruptedException {
        long end = System.nanoTime() + TIMEOUT.toNanos();
        while (System.nanoTime() < end) {
            IndexState state = states.read();
            if (!state.rebuildRequested() && !state.isBuilding() && state.isLive()) {
                out.println("The index is built anew.");
                return 0;
            }
            Thread.sleep(PAUSE);
        }
        System.err.println("The index is not built yet; it goes on being built.");
        return 1;
    }
}
