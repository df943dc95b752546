package dev.waymark.identity.clients;

import dev.waymark.identity.hashing.BusyException;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;

/** What can be done to machine clients. */
@Component
public class Clients {
    /** The client in whose name the command {@code token} makes tokens; it has no secret, so nobody can be it over HTTP. */
    public static final String OPERATOR = "operator";
    /** The search indexer, whose secret is a setting. */
    static final String SEARCH_INDEXER = "search-indexer";
    /** For how long the secret before a rotation stays valid. */
    static final Duration SECRET_OVERLAP = Duration.ofDays(1);

    private static final Set<String> RESERVED = Set.of(OPERATOR, SEARCH_INDEXER);
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,39}");

    private final ClientStore store;
    private final ClientSecrets secrets;
    private final Clock clock;

    Clients(ClientStore store, ClientSecrets secrets, Clock clock) {
        this.store = store;
        this.secrets = secrets;
        this.clock = clock;
    }

    public Optional<Client> byName(String name) {
        return store.byName(name, clock.instant());
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
     * @throws BusyException when too many are being checked
     */
    public boolean isSecret(String secret, Collection<String> stored) {
        return stored.stream().anyMatch(each -> secrets.matches(secret, each));
    }

    /**
     * @return the new client's secret, which is not stored and cannot be shown again
     * @throws IllegalArgumentException when the name or a scope is malformed, or the name is taken
     */
    String create(String name, Set<String> scopes) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "A client's name is 1 to 40 lower-case letters, digits and hyphens, and starts with a letter.");
        }
        if (scopes.isEmpty()) {
            throw new IllegalArgumentException("A client needs at least one scope.");
        }
        scopes.forEach(Scope::checked);
        String secret = secrets.make();
        if (RESERVED.contains(name) || !store.insert(name, secrets.storedMade(secret), scopes, clock.instant())) {
            throw new IllegalArgumentException("There is a client of this name already: " + name);
        }
        return secret;
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
     * @throws IllegalArgumentException when there is no such client, or its secret is not made here
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

    /** Makes the search indexer's client when it is missing, and gives it the secret of the setting when that has changed. */
    void ensureSearchIndexer(String secret) {
        Set<String> scopes = Set.of(Scope.ORGANIZATIONS_INTERNAL);
        Optional<Client> known = byName(SEARCH_INDEXER);
        String seen =
                known.flatMap(client -> client.secrets().stream().findFirst()).orElse(null);
        boolean same = seen != null
                && secrets.matches(secret, seen)
                && known.map(Client::scopes).filter(scopes::equals).isPresent();
        if (!same) {
            store.ensure(SEARCH_INDEXER, secrets.storedChosen(secret), seen, scopes, clock.instant());
        }
    }

    static IllegalArgumentException noSuchClient(String name) {
        return new IllegalArgumentException("There is no client of this name: " + name);
    }
}
