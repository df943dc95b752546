package dev.waymark.stack.cli;

import dev.waymark.stack.Part;
import dev.waymark.stack.PartStatus;
import dev.waymark.stack.PartStatus.State;
import dev.waymark.stack.StackException;
import dev.waymark.stack.StackFolder;
import dev.waymark.stack.StackLock;
import dev.waymark.stack.StackSettings;
import dev.waymark.stack.StateFile;
import dev.waymark.stack.machine.OwnProcess;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The stack that a supervisor in another process runs. */
record Running(StateFile.Content content) {

    /** @throws StackException when there is none; the message says how to get one */
    static Running of(StackFolder folder) {
        return find(folder).orElseThrow(() -> new StackException("The stack is not up. Start it with: ./dev up -d"));
    }

    static Optional<Running> find(StackFolder folder) {
        return StateFile.read(folder.stateFile())
                .filter(content -> OwnProcess.isAlive(content.supervisor()) && isSupervised(folder))
                .map(Running::new);
    }

    /** Whether somebody holds the folder: a supervisor, or a {@code down} that tidies up after one. */
    static boolean isSupervised(StackFolder folder) {
        Optional<StackLock> lock = StackLock.tryAcquire(folder.lock());
        lock.ifPresent(StackLock::close);
        return lock.isEmpty();
    }

    List<PartStatus> parts() {
        return content.parts();
    }

    boolean isSettled() {
        return parts().stream().allMatch(PartStatus::isSettled);
    }

    Map<String, String> settings(StackFolder folder, Map<String, String> given) {
        boolean limited = parts().stream()
                .anyMatch(status -> status.part() == Part.MEILISEARCH && status.state() == State.UNAVAILABLE);
        return StackSettings.remembered(folder, given).values(limited);
    }
}
