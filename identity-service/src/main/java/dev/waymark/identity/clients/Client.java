package dev.waymark.identity.clients;

import java.time.Instant;
import java.util.Set;
import java.util.UUID;

/**
 * A machine that may get access tokens.
 *
 * @param id ours, never shown to it
 * @param name its {@code client_id}, and the subject of its tokens
 * @param secrets what its secret may be, as {@link ClientSecrets} stores it; empty for a client that gets tokens by command only
 * @param scopes what it may ask for, at least one
 * @param enabled false refuses it everywhere
 */
public record Client(
        UUID id, String name, Set<String> secrets, Set<String> scopes, boolean enabled, Instant createdAt) {
    public Client {
        secrets = Set.copyOf(secrets);
        scopes = Set.copyOf(scopes);
    }
}
