package dev.waymark.identity.sessions;

import java.time.Instant;
import java.util.Set;
import java.util.UUID;

/**
 * Somebody who is signed in, in one browser.
 *
 * @param id {@code sid} of ID tokens
 * @param methods how he has shown who he is
 * @param startedAt when he signed in
 * @param authenticatedAt when he last showed who he is: {@code auth_time}
 * @param address the IP address at that time
 * @param userAgent what the browser says that it is; may be empty
 */
public record LoginSession(
        UUID id,
        UUID account,
        Set<SignInMethod> methods,
        Instant startedAt,
        Instant authenticatedAt,
        Instant lastSeenAt,
        String address,
        String userAgent) {
    public LoginSession {
        methods = Set.copyOf(methods);
    }

    /** Whether a second factor was shown in this session, and not only that the browser is trusted. */
    public boolean hasSecondFactor() {
        return methods.stream().anyMatch(method -> method.isSecondFactor() && method != SignInMethod.TRUSTED_BROWSER);
    }
}
