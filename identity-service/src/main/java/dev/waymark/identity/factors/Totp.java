package dev.waymark.identity.factors;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.OptionalLong;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Time-based one-time passwords (RFC 6238) as every authenticator app makes them: SHA-1, six digits, a new one every 30 seconds. */
final class Totp {
    /** RFC 4226, section 4, R6: as long as the hash. */
    static final int SECRET_BYTES = 20;

    static final int DIGITS = 6;
    static final int STEP_SECONDS = 30;
    /** RFC 6238, section 5.2: clocks differ, and typing takes time. */
    private static final int TOLERATED_STEPS = 1;

    private static final int CODES = 1_000_000;

    private Totp() {}

    /** @return the time step whose code this is; empty when it is none of about now */
    static OptionalLong step(byte[] secret, String code, Instant now) {
        long current = now.getEpochSecond() / STEP_SECONDS;
        long found = -1;
        for (long step = current - TOLERATED_STEPS; step <= current + TOLERATED_STEPS; step++) {
            // All are compared, each in constant time: how long it takes says nothing.
            boolean same = MessageDigest.isEqual(ascii(code(secret, step)), ascii(code));
            found = same ? step : found;
        }
        return found < 0 ? OptionalLong.empty() : OptionalLong.of(found);
    }

    /** RFC 4226, section 5.3. */
    static String code(byte[] secret, long step) {
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(secret, "HmacSHA1"));
            ByteBuffer hash = ByteBuffer.wrap(
                    mac.doFinal(ByteBuffer.allocate(Long.BYTES).putLong(step).array()));
            int offset = hash.get(hash.limit() - 1) & 0xf;
            int number = (hash.getInt(offset) & Integer.MAX_VALUE) % CODES;
            return String.format(java.util.Locale.ROOT, "%0" + DIGITS + "d", number);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HMAC-SHA-1", e);
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
