package dev.waymark.identity.clients;

import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** What can be done to clients. */
@Component
public class Clients {
    /** The client in whose name the command {@code token} makes tokens; it has no secret, so nobody can be it over HTTP. */
    public static final String OPERATOR = "operator";
    /** The site's own gateway, with which people sign in to the site; its secret is a setting. */
    public static final String GATEWAY = "gateway";
    /** The search indexer, whose secret is a setting. */
    static final String SEARCH_INDEXER = "search-indexer";
    /** For how long the secret before a rotation stays valid. */
    static final Duration SECRET_OVERLAP = Duration.ofDays(1);

    /** Clients that the site itself needs. */
    static final Set<String> RESERVED = Set.of(OPERATOR, GATEWAY, SEARCH_INDEXER);

    private final ClientStore store;
    private final ClientSecrets secrets;
    private final Clock clock;

    Clients(ClientStore store, ClientSecrets secrets, Clock clock) {
        this.store = store;
        this.secrets = secrets;
        this.clock = clock;
    }

    /** @param name anything that somebody sent */
    public Optional<Client> byName(String name) {
        return Registration.isName(name) ? store.byName(name, clock.instant()) : Optional.empty();
    }

    public Optional<Client> byId(UUID id) {
        return store.byId(id, clock.instant());
    }

    List<Client> all() {
        return store.all(clock.instant());
    }

    /**
     * Whether a secret is one of a client's own.
     *
     * @param stored the client's secrets as they are stored
     */
    public boolean isSecret(String secret, Collection<String> stored) {
        return stored.stream().anyMatch(each -> secrets.matches(secret, each));
    }

    /** Whether a script of this origin (RFC 6454) belongs to a public client. */
    public boolean isOriginOfPublicClient(String origin) {
        return store.isOriginOfPublicClient(origin);
    }

    /**
     * @return the new client's secret, which is not stored and cannot be shown again; empty for a public client
     * @throws IllegalArgumentException when the name is taken
     */
    Optional<String> create(Registration client) {
        Optional<String> secret = client.isPublic() ? Optional.empty() : Optional.of(secrets.make());
        String stored = secret.map(secrets::storedMade).orElse(null);
        if (RESERVED.contains(client.name()) || !store.insert(client, stored, clock.instant())) {
            throw new IllegalArgumentException("There is a client of this name already: " + client.name());
        }
        return secret;
    }

    /**
     * Deletes a client with all that people granted to it.
     *
     * @throws IllegalArgumentException when there is no such client, or the site needs it
     */
    void delete(String name) {
        if (RESERVED.contains(name)) {
            throw new IllegalArgumentException("The site needs its client " + name + "; it can be disabled.");
        }
        if (!store.delete(name)) {
            throw noSuchClient(name);
        }
    }

    /** @throws IllegalArgumentException when there is no such client */
    void setEnabled(String name, boolean enabled) {
        if (!store.setEnabled(name, enabled)) {
            throw noSuchClient(name);
        }
    }

    /**
     * @param overlap for how long the old secret stays valid
     * @return the new secret
     * @throws IllegalArgumentException when there is no such client, it has no secret, or its secret is not made here
     */
    String rotateSecret(String name, Duration overlap) {
        if (RESERVED.contains(name)) {
            throw new IllegalArgumentException(
                    name.equals(OPERATOR)
                            ? "The operator's client has no secret."
                            : "The secret of " + name + " is a setting: change it in .env and restart the services.");
        }
        String secret = secrets.make();
        if (!store.replaceSecret(
                name, secrets.storedMade(secret), clock.instant().plus(overlap))) {
            throw noSuchClient(name);
        }
        return secret;
    }

    /** Makes the operator's client when it is missing. */
    public void ensureOperator() {
        store.ensureWithoutSecret(
                OPERATOR, Set.of(Scope.ORGANIZATIONS_WRITE, Scope.ORGANIZATIONS_INTERNAL), clock.instant());
    }

    /**
     * Makes the search indexer's client when it is missing, and gives it the secret of the setting when that, or the way in which such a
     * secret is stored, has changed.
     */
    void ensureSearchIndexer(String secret) {
        ensure(Registration.machine(SEARCH_INDEXER, Set.of(Scope.ORGANIZATIONS_INTERNAL)), secret);
    }

    /**
     * As {@link #ensureSearchIndexer}, for the gateway. It wants to know that somebody is signed in, and nothing about him.
     *
     * @param origin the site's public origin
     */
    void ensureGateway(String origin, String secret) {
        ensure(
                new Registration(
                        GATEWAY,
                        Set.of(Scope.OPENID),
                        Set.of(origin + "/signin/callback"),
                        Set.of(origin + "/"),
                        false),
                secret);
    }

    private void ensure(Registration wanted, String secret) {
        Optional<Client> known = byName(wanted.name());
        String seen =
                known.flatMap(client -> client.secrets().stream().findFirst()).orElse(null);
        boolean same = seen != null
                && secrets.isStoredChosen(secret, seen)
                && known.filter(client -> client.scopes().equals(wanted.scopes())
                                && client.redirectUris().equals(wanted.redirectUris())
                                && client.postLogoutRedirectUris().equals(wanted.postLogoutRedirectUris()))
                        .isPresent();
        if (!same) {
            store.ensure(wanted, secrets.storedChosen(secret), seen, clock.instant());
        }
    }

    static IllegalArgumentException noSuchClient(String name) {
        return new IllegalArgumentException("There is no client of this name: " + name);
    }
}
