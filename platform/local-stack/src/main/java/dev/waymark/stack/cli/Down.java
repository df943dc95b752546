package dev.waymark.stack.cli;

import dev.waymark.stack.Leftovers;
import dev.waymark.stack.Part;
import dev.waymark.stack.StackException;
import dev.waymark.stack.StackFolder;
import dev.waymark.stack.StackLock;
import dev.waymark.stack.machine.Binaries;
import dev.waymark.stack.machine.OwnProcess;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** {@code ./dev down} and {@code ./dev reset}. */
public final class Down {
    private static final Duration LIMIT = Duration.ofMinutes(5);

    private Down() {}

    /** Ends the supervisor with all its parts, and what a killed one left running. */
    public static int run(StackFolder folder) throws InterruptedException {
        Optional<Running> running = Running.find(folder);
        running.ifPresent(stack -> {
            System.out.println("Stopping the stack");
            OwnProcess.signal(stack.content().supervisor(), "TERM");
        });
        StackLock lock = StackLock.await(folder.lock(), LIMIT)
                .orElseThrow(() -> new StackException("the supervisor did not end within " + LIMIT.toSeconds()
                        + " s; see " + folder.logs().resolve("supervisor.log")));
        try (lock) {
            boolean any = running.isPresent();
            for (Part part : List.of(Part.values()).reversed()) {
                any |= endLeftovers(folder, part);
            }
            System.out.println(any && lock.isHeld() ? "The stack is down; its data stays." : "The stack was not up.");
        }
        return 0;
    }

    private static boolean endLeftovers(StackFolder folder, Part part) throws InterruptedException {
        List<Leftovers.Leftover> leftovers = Leftovers.find(folder).of(part);
        for (Leftovers.Leftover leftover : leftovers) {
            leftover.end();
        }
        return !leftovers.isEmpty();
    }

    static int reset(StackFolder folder, boolean withoutAsking) throws IOException, InterruptedException {
        if (!withoutAsking && !isConfirmed(folder)) {
            System.out.println("Nothing was deleted.");
            return 1;
        }
        run(folder);
        for (String name : List.of("data", "logs", "ports", "secrets", "stack.json", "sample-loaded", "processes")) {
            Binaries.delete(folder.state().resolve(name));
        }
        System.out.println("The data is deleted.");
        return 0;
    }

    private static boolean isConfirmed(StackFolder folder) {
        if (System.console() == null) {
            System.err.println("Without a terminal to ask on, say it with --yes.");
            return false;
        }
        String answer = System.console()
                .readLine("This deletes all organisations, mails and accounts in %s. Sure? [y/N] ", folder.state());
        return answer != null && answer.strip().equalsIgnoreCase("y");
    }
}
