package dev.waymark.identity.clients;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Clients as people manage them on pages: what cannot be done is an answer, not an error. The site's own stay as they are. */
@Component
public class ManagedClients {
    /**
     * A client that was made.
     *
     * @param secret not stored, and never to be had again; null for a public client
     */
    public record Made(String name, @Nullable String secret) {
        @Override
        public String toString() {
            return "Made[" + name + "]";
        }
    }

    private final Clients clients;
    private final ClientStore store;
    private final ClientSecrets secrets;
    private final Clock clock;

    ManagedClients(Clients clients, ClientStore store, ClientSecrets secrets, Clock clock) {
        this.clients = clients;
        this.store = store;
        this.secrets = secrets;
        this.clock = clock;
    }

    /** Whether the site itself needs a client of this name. */
    public static boolean isSites(String name) {
        return Clients.RESERVED.contains(name);
    }

    /** All of them, by name. */
    public List<Client> all() {
        return clients.all();
    }

    public Optional<Client> byName(String name) {
        return clients.byName(name);
    }

    /**
     * @param draft without faults
     * @return empty when the name is taken
     * @throws IllegalArgumentException when the draft has faults
     */
    public Optional<Made> create(ClientDraft draft) {
        Registration wanted = draft.registration();
        try {
            return Optional.of(new Made(wanted.name(), clients.create(wanted).orElse(null)));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /** @return false when there is no such client, it is the site's own, or it is so already */
    public boolean setEnabled(String name, boolean enabled) {
        return !isSites(name) && store.changeEnabled(name, enabled);
    }

    /**
     * Deletes a client with all that people granted to it.
     *
     * @return false when there is none, or it is the site's own
     */
    public boolean delete(String name) {
        return !isSites(name) && store.delete(name);
    }

    /**
     * Gives a client another secret, unless it has got one since somebody looked: a form that is sent twice must not push out the
     * secret that is in use.
     *
     * @param seen the {@link #state} that was looked at
     * @param atOnce whether the old secret ends now; otherwise it is good for another day
     * @return the new secret; empty when there is no such client, it has no secret, is the site's own, or has changed
     */
    public Optional<String> rotateSecret(String name, String seen, boolean atOnce) {
        Duration overlap = atOnce ? Duration.ZERO : Clients.SECRET_OVERLAP;
        return clients.byName(name)
                .filter(client -> !isSites(name) && state(client).equals(seen))
                .flatMap(client -> {
                    String secret = secrets.make();
                    boolean won = store.replaceSecret(
                            name, secrets.storedMade(secret), clock.instant().plus(overlap), client.secrets());
                    return won ? Optional.of(secret) : Optional.empty();
                });
    }

    /** Tells states of a client's secrets apart, and tells nothing about the secrets. */
    public static String state(Client client) {
        try {
            byte[] stored = String.join("\n", new TreeSet<>(client.secrets())).getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(stored), 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
