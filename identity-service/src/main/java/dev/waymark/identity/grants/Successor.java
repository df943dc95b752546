package dev.waymark.identity.grants;

import dev.waymark.identity.browser.Visitor;
import java.util.UUID;

/**
 * The refresh token that is handed out next.
 *
 * @param token 256 random bits; only its hash is stored
 * @param accessId {@code jti} of the access token beside it, by which that one is known to belong to the family
 */
public record Successor(String token, UUID accessId) {
    public static Successor make() {
        return new Successor(Visitor.newToken(), UUID.randomUUID());
    }

    byte[] hash() {
        return Visitor.digest(token);
    }

    @Override
    public String toString() {
        return "Successor[…]";
    }
}
