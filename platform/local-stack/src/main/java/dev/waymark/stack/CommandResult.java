package dev.waymark.stack;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What came of a service's command.
 *
 * @param exit 0 when it succeeded
 * @param output what it wrote to standard output
 * @param errors what it wrote to standard error, where its logs go as well
 */
public record CommandResult(int exit, String output, String errors) {

    static CommandResult of(Part service, StackFolder folder, Map<String, String> settings, List<String> command) {
        try {
            Path errors = Files.createTempFile("waymark-command", ".log");
            try {
                Process process = builder(service, folder, settings, command)
                        .redirectInput(ProcessBuilder.Redirect.from(
                                Path.of("/dev/null").toFile()))
                        .redirectError(errors.toFile())
                        .start();
                String output = new String(process.getInputStream().readAllBytes(), UTF_8);
                return new CommandResult(process.waitFor(), output, Files.readString(errors));
            } finally {
                Files.delete(errors);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StackException("interrupted", e);
        }
    }

    public static ProcessBuilder builder(
            Part service, StackFolder folder, Map<String, String> settings, List<String> command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(Service.command(service, Application.of(service, folder), command));
        builder.environment().putAll(Service.environment(folder, settings));
        return builder;
    }
}
