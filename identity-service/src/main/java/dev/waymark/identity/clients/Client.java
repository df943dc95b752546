package dev.waymark.identity.clients;

import java.time.Instant;
import java.util.Set;
import java.util.UUID;

/**
 * Who may get access tokens: a machine for itself, or an application for the people who sign in to it. The two are never one.
 *
 * @param id ours, never shown to it
 * @param name its {@code client_id}, and the subject of a machine's tokens
 * @param secrets what its secret may be, as {@link ClientSecrets} stores it; empty for a public client, and for one that gets tokens by
 *     command only
 * @param scopes what it may ask for, at least one
 * @param enabled false refuses it everywhere
 * @param redirectUris where people may be sent back to, compared character by character; none for a machine
 * @param postLogoutRedirectUris where people may be sent when they have signed out
 * @param isPublic it can keep no secret (RFC 6749, section 2.1)
 */
public record Client(
        UUID id,
        String name,
        Set<String> secrets,
        Set<String> scopes,
        boolean enabled,
        Instant createdAt,
        Set<String> redirectUris,
        Set<String> postLogoutRedirectUris,
        boolean isPublic) {
    public Client {
        secrets = Set.copyOf(secrets);
        scopes = Set.copyOf(scopes);
        redirectUris = Set.copyOf(redirectUris);
        postLogoutRedirectUris = Set.copyOf(postLogoutRedirectUris);
    }

    /** Whether people sign in to it. */
    public boolean isForPeople() {
        return !redirectUris.isEmpty();
    }

    /** The site's own gateway: what it knows stays with us, so nobody is asked for consent. */
    public boolean isOwn() {
        return name.equals(Clients.GATEWAY);
    }
}
