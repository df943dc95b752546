package dev.waymark.stack.cli;

import dev.waymark.stack.CommandResult;
import dev.waymark.stack.Part;
import dev.waymark.stack.Stack;
import dev.waymark.stack.StackException;
import dev.waymark.stack.StackFolder;
import dev.waymark.stack.StackSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What {@code ./dev} runs. */
public final class Launcher {
    private static final String USAGE = """
            Usage: ./dev COMMAND

              up [-d]                          build what is stale and start everything; -d returns when all is ready
              status [--json]                  how each part is
              logs NAME [-f]                   what a part has written; -f follows
              import FILE [--report FILE]      load organisations; returns when they are searchable
              reconcile                        compare search with the directory and repair what differs
              republish                        send the current state of every organisation again
              token                            a bearer token for a machine client
              consume TOPIC [--from-beginning] [--max N]
                                               print records of a topic, one a line
              service NAME COMMAND...          any command of a service, such as: service search-indexer help
              down                             stop everything; the data stays
              reset [--yes]                    stop everything and delete the data
              help                             this
            """;

    private final StackFolder folder;
    private final Map<String, String> given;

    private Launcher(StackFolder folder) {
        this.folder = folder;
        this.given = StackSettings.given(folder, System.getenv());
    }

    /** @param arguments a command and its arguments */
    public static void main(String[] arguments) throws Exception {
        Path root = Stack.root();
        String state = System.getProperty("waymark.state");
        StackFolder folder = new StackFolder(root, state == null ? root.resolve(".local") : Path.of(state));
        int exit;
        try {
            exit = new Launcher(folder).run(List.of(arguments));
        } catch (UsageException e) {
            System.err.println(e.getMessage());
            System.err.print(USAGE);
            exit = 2;
        } catch (StackException e) {
            System.err.println(e.getMessage());
            exit = 1;
        }
        System.exit(exit);
    }

    private int run(List<String> words) throws IOException, InterruptedException, UsageException {
        String command = words.isEmpty() ? "" : words.getFirst();
        List<String> arguments = words.isEmpty() ? List.of() : words.subList(1, words.size());
        return switch (command) {
            case "up" -> new Up(folder).run(hasOnly(arguments, "-d"));
            case "supervise" -> supervise();
            case "status" -> new StatusReport(folder).print(hasOnly(arguments, "--json"));
            case "logs" -> Logs.show(folder, atLeast(1, arguments));
            case "import" -> importFile(atLeast(1, arguments));
            case "reconcile" -> service(Part.SEARCH_INDEXER, List.of("reconcile"));
            case "republish" -> service(Part.ORGANIZATION, List.of("republish"));
            case "token" -> service(Part.IDENTITY, List.of("token"));
            case "service" -> anyService(atLeast(2, arguments));
            case "consume" -> Consume.run(runningSettings(), atLeast(1, arguments));
            case "down" -> Down.run(folder);
            case "reset" -> Down.reset(folder, hasOnly(arguments, "--yes"));
            case "help", "--help", "-h" -> {
                System.out.print(USAGE);
                yield 0;
            }
            default ->
                throw new UsageException(
                        command.isEmpty() ? "What shall it do?" : "There is no command '" + command + "'.");
        };
    }

    /** Whether a flag is given; any other word is a mistake. */
    private static boolean hasOnly(List<String> arguments, String flag) throws UsageException {
        if (!arguments.isEmpty() && !arguments.equals(List.of(flag))) {
            throw new UsageException(
                    "It takes " + flag + " at the most, and not '" + String.join(" ", arguments) + "'.");
        }
        return !arguments.isEmpty();
    }

    private static List<String> atLeast(int count, List<String> arguments) throws UsageException {
        if (arguments.size() < count) {
            throw new UsageException("Something is missing behind the command.");
        }
        return arguments;
    }

    /** The words are not those of a command. */
    private static final class UsageException extends Exception {
        UsageException(String reason) {
            super(reason);
        }
    }

    private int supervise() throws InterruptedException {
        try (Stack stack = Stack.launch(folder, Up.everything(given), given, true)) {
            System.out.println("the stack of " + folder.state() + " is at " + stack.url());
            Thread.currentThread().join();
        }
        return 0;
    }

    private int importFile(List<String> arguments) throws IOException, InterruptedException {
        int exit = service(
                Part.ORGANIZATION,
                Stream.concat(Stream.of("import"), arguments.stream()).toList());
        return exit == 0 ? service(Part.SEARCH_INDEXER, List.of("caught-up")) : exit;
    }

    private int anyService(List<String> arguments) throws IOException, InterruptedException {
        Part service = Part.named(arguments.getFirst())
                .filter(Part::isService)
                .orElseThrow(() -> new StackException("There is no service '" + arguments.getFirst() + "'. Services: "
                        + String.join(
                                ", ",
                                Arrays.stream(Part.values())
                                        .filter(Part::isService)
                                        .map(Part::label)
                                        .toList())));
        return service(service, arguments.subList(1, arguments.size()));
    }

    /** In the folder from which the person called, so that a file's name means what they meant. */
    private int service(Part service, List<String> command) throws IOException, InterruptedException {
        return CommandResult.builder(service, folder, runningSettings(), new ArrayList<>(command))
                .inheritIO()
                .start()
                .waitFor();
    }

    /** @throws StackException when the stack is not up */
    private Map<String, String> runningSettings() {
        return Running.of(folder).settings(folder, given);
    }
}
