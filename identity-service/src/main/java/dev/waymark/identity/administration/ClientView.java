package dev.waymark.identity.administration;

import dev.waymark.identity.clients.Client;
import dev.waymark.identity.clients.ManagedClients;
import java.util.Set;
import java.util.TreeSet;

/** What administrators see of a client. */
public record ClientView(Client client) {
    /** Of which kind it is, as its words are called. */
    public String kind() {
        if (client.isForPeople()) {
            return client.isPublic() ? "public" : "confidential";
        }
        return client.secrets().isEmpty() ? "command" : "machine";
    }

    /** Whether the site itself needs it, and nobody changes it here. */
    public boolean isSites() {
        return ManagedClients.isSites(client.name());
    }

    public boolean hasSecret() {
        return !client.secrets().isEmpty();
    }

    /** What a form says that it has seen. */
    public String state() {
        return ManagedClients.state(client);
    }

    public Set<String> scopes() {
        return new TreeSet<>(client.scopes());
    }

    public Set<String> redirectUris() {
        return new TreeSet<>(client.redirectUris());
    }

    public Set<String> postLogoutRedirectUris() {
        return new TreeSet<>(client.postLogoutRedirectUris());
    }

    @Override
    public String toString() {
        return "ClientView[" + client.name() + "]";
    }
}
