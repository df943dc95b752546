package dev.waymark.identity.grants;

import java.util.UUID;

/**
 * A client that redeems a code. All of it must be as it was when the code was made.
 *
 * @param redirectUri where the code was sent to
 * @param challenge made of the verifier that the client sent (RFC 7636, section 4.6)
 */
public record CodeRedemption(String code, UUID client, String redirectUri, String challenge) {
    /** The code is a secret. */
    @Override
    public String toString() {
        return "CodeRedemption[…]";
    }
}
