package dev.waymark.identity.passwords;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * Passwords that attackers try first, as a sorted table of fingerprints: the first 48 bits of the SHA-256 of each in lower case. With
 * 256,000 of them, one other text in a thousand million is taken for one. Where they come from is told by the README beside the table.
 */
final class CommonPasswords {
    static final int FINGERPRINT_BYTES = 6;
    private static final String TABLE = "/passwords/common.bin";

    private final byte[] table;

    /** @param table fingerprints in ascending order, without anything between them */
    CommonPasswords(byte[] table) {
        if (table.length % FINGERPRINT_BYTES != 0) {
            throw new IllegalArgumentException("the table ends within a fingerprint");
        }
        this.table = table;
    }

    /** The table that comes with the service. */
    static CommonPasswords ofTheService() {
        try (InputStream content = CommonPasswords.class.getResourceAsStream(TABLE)) {
            if (content == null) {
                throw new IllegalStateException("not on the class path: " + TABLE);
            }
            return new CommonPasswords(content.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the table has of a password in lower case. */
    static byte[] fingerprint(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return Arrays.copyOf(digest, FINGERPRINT_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    int size() {
        return table.length / FINGERPRINT_BYTES;
    }

    /** @param text in lower case */
    boolean include(String text) {
        byte[] wanted = fingerprint(text);
        int low = 0;
        int high = size() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int at = middle * FINGERPRINT_BYTES;
            int order = Arrays.compareUnsigned(table, at, at + FINGERPRINT_BYTES, wanted, 0, FINGERPRINT_BYTES);
            if (order == 0) {
                return true;
            }
            if (order < 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return false;
    }
}
