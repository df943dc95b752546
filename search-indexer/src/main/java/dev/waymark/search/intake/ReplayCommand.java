package dev.waymark.search.intake;

import dev.waymark.platform.command.Command;
import dev.waymark.search.indexing.PushLock;
import dev.waymark.search.readmodel.PendingPushes;
import java.io.PrintStream;
import java.util.List;
import org.springframework.stereotype.Component;

/**
 * Takes dead letters in again, as if they came from their topic now; what still cannot be read becomes a dead letter anew. A replay
 * never takes a newer state back: the versions decide as always.
 */
@Component
class ReplayCommand implements Command {
    private final DeadLetterReader reader;
    private final Intake intake;
    private final PendingPushes pending;
    private final PushLock pushes;

    ReplayCommand(DeadLetterReader reader, Intake intake, PendingPushes pending, PushLock pushes) {
        this.reader = reader;
        this.intake = intake;
        this.pending = pending;
        this.pushes = pushes;
    }

    @Override
    public String name() {
        return "replay";
    }

    @Override
    public String usage() {
        return "(takes the dead letters in again)";
    }

    @Override
    public int run(List<String> arguments, PrintStream out) throws InterruptedException {
        int[] counts = new int[2];
        reader.read(true, letters -> {
            Intake.Outcome outcome = intake.take(letters);
            counts[0] += letters.size() - outcome.dead();
            counts[1] += outcome.dead();
        });
        int retried = pending.retryRefused();
        pushes.wake();
        out.println(counts[0] + " taken in, " + counts[1] + " still unreadable, " + retried + " pushed again");
        return counts[1] > 0 ? 1 : 0;
    }
}
