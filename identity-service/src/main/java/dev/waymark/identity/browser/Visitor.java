package dev.waymark.identity.browser;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * The browser that a request comes from.
 *
 * @param address the IP address that the gateway saw, as text
 * @param userAgent what it says that it is, at most 200 characters; may be empty
 * @param key SHA-256 of the cookie that it is known by: what is bound to this browser is stored with it. Not to be changed.
 */
public record Visitor(String address, String userAgent, byte[] key) {
    private static final SecureRandom random = new SecureRandom();
    private static final int TOKEN_BYTES = 32;

    /** A cookie's value that nobody can guess: 256 bits in base64url. */
    public static String newToken() {
        byte[] token = new byte[TOKEN_BYTES];
        random.nextBytes(token);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(token);
    }

    /** SHA-256 of a token: what is stored of it. Tokens are random, so nobody can try them out. */
    public static byte[] digest(String token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return "Visitor[…]";
    }
}
