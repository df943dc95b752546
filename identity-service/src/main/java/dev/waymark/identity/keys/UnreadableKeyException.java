package dev.waymark.identity.keys;

/** A signing key of the database cannot be decrypted: it was sealed with another {@code KEY_ENCRYPTION_SECRET}. */
class UnreadableKeyException extends RuntimeException {
    UnreadableKeyException(String kid) {
        super("The signing key " + kid + " in the database cannot be decrypted with this KEY_ENCRYPTION_SECRET.");
    }
}
