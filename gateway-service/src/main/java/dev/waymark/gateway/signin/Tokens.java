package dev.waymark.gateway.signin;

import java.time.Instant;

/**
 * What identity-service gave for a session.
 *
 * @param access for the services, a bearer token (RFC 6750)
 * @param expiresAt when the access token ends, UTC
 * @param refresh for new tokens; each is used once
 */
record Tokens(String access, Instant expiresAt, String refresh) {
    @Override
    public String toString() {
        return "Tokens[…]";
    }
}
