package dev.waymark.stack.cli;

import dev.waymark.stack.Part;
import dev.waymark.stack.StackFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** {@code ./dev logs}. */
final class Logs {
    private Logs() {}

    static int show(StackFolder folder, List<String> arguments) throws IOException, InterruptedException {
        List<String> names = new ArrayList<>(arguments);
        boolean follow = names.remove("-f");
        if (names.size() != 1) {
            System.err.println("Usage: ./dev logs NAME [-f]");
            return 2;
        }
        String name = names.getFirst();
        boolean known = name.equals("supervisor") || Part.named(name).isPresent();
        if (!known) {
            System.err.println("There is no part '" + name + "'. Parts: "
                    + String.join(
                            ", ", Arrays.stream(Part.values()).map(Part::label).toList()) + ", supervisor");
            return 1;
        }
        Path log = folder.logs().resolve(name + ".log");
        if (Files.notExists(log)) {
            System.err.println(name + " has written nothing yet.");
            return 1;
        }
        List<String> command =
                follow ? List.of("tail", "-n", "200", "-F", log.toString()) : List.of("cat", log.toString());
        return new ProcessBuilder(command).inheritIO().start().waitFor();
    }
}
