package dev.waymark.platform.command;

import java.io.PrintStream;
import java.util.List;

/**
 * Something that an operator asks of a service from a shell: {@code java -jar SERVICE.jar NAME ARGUMENT…}. It runs in the service's
 * own context, without its web server and without its background work.
 */
public interface Command {
    /** The first word on the command line, such as {@code import}. */
    String name();

    /** The arguments in one line, for the list of commands. */
    String usage();

    /**
     * @param arguments the words after the name
     * @param out where the result goes; logs go to standard error
     * @return the exit code of the process
     * @throws IllegalArgumentException when the arguments are wrong; its message is shown with the usage
     * @throws Exception when the command fails; its message is shown
     */
    int run(List<String> arguments, PrintStream out) throws Exception;
}
