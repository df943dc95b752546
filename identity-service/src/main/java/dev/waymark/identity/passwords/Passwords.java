package dev.waymark.identity.passwords;

import java.util.Collection;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;
import org.springframework.stereotype.Component;

/** What passwords must be like, and how they are kept. */
@Component
public class Passwords {
    private final Argon2PasswordEncoder argon2 = new Argon2PasswordEncoder(16, 32, 1, 19 * 1024, 2);

    /** The fewest characters of a new password. */
    public int least() {
        return 15;
    }

    /** The most characters of a password. */
    public int most() {
        return 128;
    }

    /**
     * @param personal words that must not be most of it: the address, the name
     * @return why it is not taken; empty when it is
     */
    public Optional<PasswordComplaint> complaint(String password, Collection<String> personal) {
        int length = password.codePointCount(0, password.length());
        return length < least()
                ? Optional.of(PasswordComplaint.TOO_SHORT)
                : length > most() ? Optional.of(PasswordComplaint.TOO_LONG) : Optional.empty();
    }

    /**
     * How a password is stored.
     *
     * @throws dev.waymark.platform.web.Problem 503 when too many are being hashed
     */
    public String hash(String password) {
        return String.valueOf(argon2.encode(password));
    }

    /**
     * Takes the same time whether there is a password or not.
     *
     * @param hash null when there is no such account, or it has no password
     * @throws dev.waymark.platform.web.Problem 503 when too many are being hashed
     */
    public boolean matches(String password, @Nullable String hash) {
        return hash != null && argon2.matches(password, hash);
    }

    /** Whether the same password should be hashed anew, with what the settings ask for now. */
    public boolean isOutdated(String hash) {
        return argon2.upgradeEncoding(hash);
    }
}
