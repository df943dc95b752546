package dev.waymark.identity.grants;

import java.time.Instant;
import java.util.Set;
import java.util.UUID;

/**
 * What somebody lets a client know about him.
 *
 * @param client by which it can be withdrawn
 * @param name the client's name, for people
 * @param scopes what it may know
 * @param givenAt when it was given last
 */
public record Consent(UUID client, String name, Set<String> scopes, Instant givenAt) {
    public Consent {
        scopes = Set.copyOf(scopes);
    }
}
