package dev.waymark.stack;

import dev.waymark.stack.machine.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The mail catcher: takes every mail, delivers none, and shows them in the browser. */
final class Mail {
    private Mail() {}

    static Recipe recipe(StackFolder folder, StackSettings settings) throws IOException {
        Path data = folder.data(Part.MAIL);
        Files.createDirectories(data);
        int port = settings.port(Part.MAIL);
        int page = settings.port(StackSettings.MAIL_PAGE, 8025);
        List<String> command = Programs.java(
                "64m",
                List.of(
                        "-cp",
                        System.getProperty("java.class.path"),
                        "dev.waymark.stack.mail.MailCatcher",
                        String.valueOf(port),
                        String.valueOf(page),
                        data.toString()));
        Probe smtp = Probe.smtp(port);
        Probe http = Probe.http(page, "/");
        return Recipe.of(command, Map.of(), data, () -> smtp.isReady() && http.isReady());
    }
}
