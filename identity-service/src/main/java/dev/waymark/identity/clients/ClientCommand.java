package dev.waymark.identity.clients;

import dev.waymark.platform.command.Command;
import java.io.PrintStream;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.TreeSet;
import org.springframework.stereotype.Component;

/** {@code client create}, {@code list}, {@code disable}, {@code enable}, {@code rotate-secret} and {@code delete}. */
@Component
class ClientCommand implements Command {
    private final Clients clients;

    ClientCommand(Clients clients) {
        this.clients = clients;
    }

    @Override
    public String name() {
        return "client";
    }

    @Override
    public String usage() {
        return "create NAME --scope SCOPE… (a machine)"
                + " | create NAME --redirect-uri URI… [--post-logout-redirect-uri URI…] [--public] [--scope SCOPE…]"
                + " (people sign in to it)"
                + " | list | disable NAME | enable NAME | delete NAME"
                + " | rotate-secret NAME [--at-once] (the old secret stays valid for a day, or not at all)";
    }

    @Override
    public int run(List<String> arguments, PrintStream out) {
        String action = arguments.isEmpty() ? "" : arguments.getFirst();
        List<String> rest = arguments.isEmpty() ? List.of() : arguments.subList(1, arguments.size());
        switch (action) {
            case "create" -> create(rest, out);
            case "list" -> list(out);
            case "disable" -> {
                clients.setEnabled(only(rest), false);
                out.println(only(rest) + " gets no tokens any more; those that it has last five minutes at the most");
            }
            case "enable" -> {
                clients.setEnabled(only(rest), true);
                out.println(only(rest) + " gets tokens again");
            }
            case "delete" -> {
                clients.delete(only(rest));
                out.println(only(rest) + " is gone, with all that people granted to it");
            }
            case "rotate-secret" -> rotate(rest, out);
            default -> throw new IllegalArgumentException("client needs to know what to do");
        }
        return 0;
    }

    private void create(List<String> arguments, PrintStream out) {
        Registration client = ClientArguments.registration(arguments);
        clients.create(client)
                .ifPresentOrElse(
                        secret -> show(client.name(), secret, out), () -> out.println("client_id=" + client.name()));
    }

    private void list(PrintStream out) {
        clients.all()
                .forEach(client -> out.println(String.join(
                        "  ",
                        client.name(),
                        client.enabled() ? "enabled" : "disabled",
                        String.join(" ", new TreeSet<>(client.scopes())),
                        kind(client),
                        client.createdAt().truncatedTo(ChronoUnit.SECONDS).toString())));
    }

    private static String kind(Client client) {
        if (client.isForPeople()) {
            return (client.isPublic() ? "public, for people at " : "for people at ")
                    + String.join(" ", new TreeSet<>(client.redirectUris()));
        }
        return client.secrets().isEmpty() ? "by command only" : "over HTTP";
    }

    private void rotate(List<String> arguments, PrintStream out) {
        boolean atOnce = arguments.contains("--at-once");
        String name = only(
                arguments.stream().filter(word -> !word.equals("--at-once")).toList());
        String secret = clients.rotateSecret(name, atOnce ? Duration.ZERO : Clients.SECRET_OVERLAP);
        show(name, secret, out);
    }

    private static void show(String name, String secret, PrintStream out) {
        out.println("client_id=" + name);
        out.println("client_secret=" + secret);
        System.err.println("The secret is not stored: it cannot be shown again.");
    }

    private static String only(List<String> arguments) {
        if (arguments.size() != 1) {
            throw new IllegalArgumentException("one client's name is needed");
        }
        return arguments.getFirst();
    }
}
