package dev.waymark.identity.hashing;

import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A hash of Argon2id, version 1.3 (RFC 9106), as it is stored: in the PHC string format, which names the cost beside the salt.
 *
 * @param salt not to be changed
 * @param tag the hash proper, not to be changed
 */
record Argon2Hash(Argon2Cost cost, byte[] salt, byte[] tag) {
    private static final Pattern FORM = Pattern.compile(
            "\\$argon2id\\$v=19\\$m=(\\d{1,9}),t=(\\d{1,9}),p=(\\d{1,3})\\$([A-Za-z0-9+/]+)\\$([A-Za-z0-9+/]+)");

    /** @return empty when it is something else */
    static Optional<Argon2Hash> parse(String stored) {
        Matcher parts = FORM.matcher(stored);
        if (!parts.matches()) {
            return Optional.empty();
        }
        try {
            Argon2Cost cost = new Argon2Cost(number(parts, 1), number(parts, 2), number(parts, 3));
            return Optional.of(new Argon2Hash(cost, bytes(parts, 4), bytes(parts, 5)));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static int number(Matcher parts, int group) {
        return Integer.parseInt(parts.group(group));
    }

    private static byte[] bytes(Matcher parts, int group) {
        return Base64.getDecoder().decode(parts.group(group));
    }

    String stored() {
        Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
        return "$argon2id$v=19$m=%d,t=%d,p=%d$%s$%s"
                .formatted(
                        cost.memoryKib(),
                        cost.passes(),
                        cost.lanes(),
                        base64.encodeToString(salt),
                        base64.encodeToString(tag));
    }

    @Override
    public String toString() {
        return "Argon2Hash[…]";
    }
}
