package dev.waymark.stack;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.waymark.stack.machine.OwnProcess;
import dev.waymark.stack.machine.PortHolder;
import dev.waymark.stack.machine.ProcessNote;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Processes that an earlier supervisor of the same folder left running. They are known by a note that the supervisor made of them, by
 * a mark in their environment, which some programs overwrite, or by working in the part's data folder: one of these is true even when
 * the supervisor died between starting a process and noting it.
 */
public final class Leftovers {
    private static final String STACK = "WAYMARK_STACK";
    private static final String PART = "WAYMARK_STACK_PART";

    private final List<Leftover> found;

    /** @param fingerprint the one of the recipe it was started by; empty when that is not known */
    public record Leftover(Part part, long pid, String fingerprint) {
        OwnProcess process() {
            return OwnProcess.adopted(pid);
        }

        /** In good order when it obeys, and by force when it does not. */
        public void end() throws InterruptedException {
            process().end(part.stopSignal());
        }
    }

    private Leftovers(List<Leftover> found) {
        this.found = found;
    }

    public static Leftovers find(StackFolder folder) {
        Map<Part, ProcessNote> notes = new HashMap<>();
        for (Part part : Part.values()) {
            ProcessNote.read(folder.note(part)).ifPresent(note -> notes.put(part, note));
        }
        Map<Long, Leftover> marked = new HashMap<>();
        ProcessHandle.allProcesses()
                .map(ProcessHandle::pid)
                .forEach(pid -> recognise(folder, pid, notes)
                        .ifPresent(part ->
                                marked.put(pid, new Leftover(part, pid, fingerprint(notes.get(part), pid)))));
        // What a part has started itself ends with it.
        return new Leftovers(marked.values().stream()
                .filter(leftover ->
                        parent(leftover.pid()).filter(marked::containsKey).isEmpty())
                .toList());
    }

    private static Optional<Part> recognise(StackFolder folder, long pid, Map<Part, ProcessNote> notes) {
        for (Part part : Part.values()) {
            ProcessNote note = notes.get(part);
            if (note != null && note.isAbout(pid) || folder.data(part).equals(workingDirectory(pid))) {
                return OwnProcess.isAlive(pid) ? Optional.of(part) : Optional.empty();
            }
        }
        Map<String, String> environment = environment(pid);
        return folder.state().toString().equals(environment.get(STACK))
                ? Part.named(environment.getOrDefault(PART, ""))
                : Optional.empty();
    }

    private static String fingerprint(@Nullable ProcessNote note, long pid) {
        return note != null && note.isAbout(pid) ? note.fingerprint() : "";
    }

    private static Optional<Long> parent(long pid) {
        return ProcessHandle.of(pid).flatMap(ProcessHandle::parent).map(ProcessHandle::pid);
    }

    private static Path workingDirectory(long pid) {
        try {
            return Files.readSymbolicLink(Path.of("/proc", String.valueOf(pid), "cwd"));
        } catch (IOException _) {
            return Path.of("/");
        }
    }

    private static Map<String, String> environment(long pid) {
        Map<String, String> environment = new HashMap<>();
        try {
            String all = Files.readString(Path.of("/proc", String.valueOf(pid), "environ"), ISO_8859_1);
            for (String entry : all.split("\0", -1)) {
                int equals = entry.indexOf('=');
                if (equals > 0) {
                    environment.put(entry.substring(0, equals), entry.substring(equals + 1));
                }
            }
        } catch (IOException _) {
            // Ended meanwhile, or somebody else's.
        }
        return environment;
    }

    /** The marks by which a process is found later. */
    public static Map<String, String> marks(StackFolder folder, Part part) {
        return Map.of(STACK, folder.state().toString(), PART, part.label());
    }

    public List<Leftover> of(Part part) {
        return found.stream().filter(leftover -> leftover.part() == part).toList();
    }

    /** The ports among these on which one of them listens. */
    Set<Integer> listening(Iterable<Integer> ports) {
        Set<Long> pids = found.stream().map(Leftover::pid).collect(Collectors.toSet());
        Set<Integer> held = new HashSet<>();
        if (!pids.isEmpty()) {
            for (int port : ports) {
                PortHolder.find(port).stream().filter(pids::contains).forEach(_ -> held.add(port));
            }
        }
        return held;
    }
}
