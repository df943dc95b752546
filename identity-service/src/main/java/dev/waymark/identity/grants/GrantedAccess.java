package dev.waymark.identity.grants;

import dev.waymark.identity.sessions.SignInMethod;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What tokens say: who is signed in, how, and what the client may do.
 *
 * @param session {@code sid}
 * @param authenticatedAt {@code auth_time}
 * @param scopes all that was granted
 * @param nonce what the client wants to find in its first ID token; null when it sent none, and when a token is refreshed
 */
public record GrantedAccess(
        UUID account,
        UUID session,
        Instant authenticatedAt,
        Set<SignInMethod> methods,
        Set<String> scopes,
        @Nullable String nonce) {
    public GrantedAccess {
        methods = Set.copyOf(methods);
        scopes = Set.copyOf(scopes);
    }
}
