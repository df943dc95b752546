package dev.waymark.stack;

import dev.waymark.stack.machine.Fingerprint;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * How a part is run.
 *
 * @param command the program and its arguments
 * @param environment what it gets beside the environment of this process
 * @param directory its working directory
 * @param ready tells whether it does its work yet
 * @param fingerprint changes when a running process is no longer what would be started now
 */
record Recipe(List<String> command, Map<String, String> environment, Path directory, Probe ready, String fingerprint) {
    Recipe {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
    }

    /** A process that is the same for as long as its command and environment are. */
    static Recipe of(List<String> command, Map<String, String> environment, Path directory, Probe ready) {
        return new Recipe(command, environment, directory, ready, Fingerprint.of(command.toString(), environment));
    }

    /** @param more what else makes it another process, such as the content of a program */
    Recipe alsoKnownBy(String more) {
        return new Recipe(command, environment, directory, ready, Fingerprint.of(fingerprint, Map.of("", more)));
    }
}
