package dev.waymark.stack;

import dev.waymark.stack.machine.OwnProcess;
import dev.waymark.stack.machine.ProcessNote;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** Gets the process of a part: one that an earlier supervisor left running when it is still the right one, else a new one. */
final class PartStarter {
    private static final long LOG_LIMIT = 20_000_000;

    private final Part part;
    private final StackFolder folder;
    private List<Leftovers.Leftover> leftovers;

    PartStarter(Part part, StackFolder folder, List<Leftovers.Leftover> leftovers) {
        this.part = part;
        this.folder = folder;
        this.leftovers = List.copyOf(leftovers);
    }

    OwnProcess adoptOrStart(Recipe recipe) throws IOException, InterruptedException {
        if (leftovers.size() == 1) {
            Leftovers.Leftover only = leftovers.getFirst();
            if (only.fingerprint().equals(recipe.fingerprint()) && OwnProcess.isAlive(only.pid())) {
                leftovers = List.of();
                return only.process();
            }
        }
        endLeftovers();
        return start(recipe);
    }

    void endLeftovers() throws InterruptedException {
        for (Leftovers.Leftover leftover : leftovers) {
            leftover.end();
        }
        leftovers = List.of();
    }

    private OwnProcess start(Recipe recipe) throws IOException {
        Path log = folder.log(part);
        Files.createDirectories(folder.logs());
        if (Files.exists(log) && Files.size(log) > LOG_LIMIT) {
            Files.move(log, log.resolveSibling(log.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
        }
        ProcessBuilder builder = new ProcessBuilder(recipe.command())
                .directory(recipe.directory().toFile())
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .redirectErrorStream(true);
        builder.environment().putAll(recipe.environment());
        builder.environment().putAll(Leftovers.marks(folder, part));
        Process started = builder.start();
        ProcessNote.write(folder.note(part), started.pid(), recipe.fingerprint());
        return OwnProcess.started(started);
    }
}
