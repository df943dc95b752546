package dev.waymark.identity.tokens;

import dev.waymark.identity.clients.Client;
import dev.waymark.identity.clients.Clients;
import dev.waymark.identity.clients.Scope;
import dev.waymark.platform.command.Command;
import java.io.PrintStream;
import java.util.List;
import java.util.Set;
import org.springframework.stereotype.Component;

/** {@code token}: one access token, alone on standard output, for whoever has a shell on the server. */
@Component
class TokenCommand implements Command {
    private final Clients clients;
    private final AccessTokens tokens;

    TokenCommand(Clients clients, AccessTokens tokens) {
        this.clients = clients;
        this.tokens = tokens;
    }

    @Override
    public String name() {
        return "token";
    }

    @Override
    public String usage() {
        return "[--client NAME] [--scope SCOPE…] (a bearer token that is good for 5 minutes; without arguments one for "
                + Scope.ORGANIZATIONS_WRITE + ")";
    }

    @Override
    public int run(List<String> arguments, PrintStream out) {
        boolean named = !arguments.isEmpty() && arguments.getFirst().equals("--client");
        if (named && arguments.size() < 2) {
            throw new IllegalArgumentException("--client needs a name.");
        }
        String name = named ? arguments.get(1) : Clients.OPERATOR;
        Set<String> asked = Scope.fromArguments(named ? arguments.subList(2, arguments.size()) : arguments);
        Client client = client(name);
        out.println(tokens.issue(RegisteredClients.registered(client), granted(client, asked))
                .getTokenValue());
        return 0;
    }

    private Client client(String name) {
        if (name.equals(Clients.OPERATOR)) {
            clients.ensureOperator();
        }
        return clients.byName(name)
                .filter(known -> known.enabled() && !known.isForPeople())
                .orElseThrow(
                        () -> new IllegalArgumentException("There is no enabled machine client of this name: " + name));
    }

    private static Set<String> granted(Client client, Set<String> asked) {
        if (asked.isEmpty()) {
            return client.name().equals(Clients.OPERATOR) ? Set.of(Scope.ORGANIZATIONS_WRITE) : client.scopes();
        }
        if (!client.scopes().containsAll(asked)) {
            throw new IllegalArgumentException(
                    client.name() + " may have these scopes only: " + String.join(" ", client.scopes()));
        }
        return asked;
    }
}
