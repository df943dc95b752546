package dev.waymark.identity.factors;

import java.io.ByteArrayOutputStream;
import java.net.URI;

/** An authenticator app, with the clock of the tests. */
record TestApp(byte[] secret) {
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    /** @param uri what a QR code says */
    static TestApp scan(String uri) {
        String query = URI.create(uri).getRawQuery();
        return typed(query.replaceAll("(?:.*&)?secret=([A-Z2-7]+).*", "$1"));
    }

    /** @param base32 in groups or not */
    static TestApp typed(String base32) {
        ByteArrayOutputStream secret = new ByteArrayOutputStream();
        int buffer = 0;
        int bits = 0;
        for (char next : base32.replace(" ", "").toCharArray()) {
            buffer = buffer << 5 | ALPHABET.indexOf(next);
            bits += 5;
            if (bits >= 8) {
                bits -= 8;
                secret.write(buffer >> bits);
            }
        }
        return new TestApp(secret.toByteArray());
    }

    String code() {
        return Totp.code(secret, Fixture.clock().instant().getEpochSecond() / 30);
    }
}
