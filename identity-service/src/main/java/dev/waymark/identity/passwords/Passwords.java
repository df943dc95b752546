package dev.waymark.identity.passwords;

import dev.waymark.identity.hashing.Argon2Cost;
import dev.waymark.identity.hashing.BusyException;
import dev.waymark.identity.hashing.Hashes;
import dev.waymark.platform.web.Problem;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/**
 * What passwords must be like, and how they are kept. As NIST SP 800-63B has it, they must be long and unlike those that are tried
 * first; which characters they are made of is nobody's business. They are counted and hashed in one normal form.
 */
@Component
public class Passwords {
    private static final int MOST = 128;

    private final Hashes hashes;
    private final Guesses guesses;
    private final PersonalWords personalWords;
    private final Argon2Cost cost;
    private final int leastBeside;
    private final int leastAlone;
    private final String nobodys;

    Passwords(
            Hashes hashes,
            Guesses guesses,
            PersonalWords personalWords,
            @Value("${ARGON2_MEMORY_KIB}") int memoryKib,
            @Value("${ARGON2_PASSES}") int passes,
            @Value("${ARGON2_LANES}") int lanes,
            @Value("${PASSWORD_LEAST}") int leastBeside,
            @Value("${PASSWORD_LEAST_ALONE}") int leastAlone) {
        this.hashes = hashes;
        this.guesses = guesses;
        this.personalWords = personalWords;
        this.cost = new Argon2Cost(memoryKib, passes, lanes);
        this.leastBeside = leastBeside;
        this.leastAlone = leastAlone;
        this.nobodys = hashes.ofNothing(cost);
    }

    /** The fewest characters (code points) of a new password that is the only factor. */
    public int least() {
        return least(false);
    }

    /**
     * The fewest characters (code points) of a new password.
     *
     * @param besideSecondFactor whether its owner has a second factor too
     */
    public int least(boolean besideSecondFactor) {
        return besideSecondFactor ? leastBeside : leastAlone;
    }

    /** The most characters (code points) of a password. */
    public int most() {
        return MOST;
    }

    /**
     * @param personal words that must not be most of it: the address, the name
     * @return why it is not taken as the only factor; empty when it is
     */
    public Optional<PasswordComplaint> complaint(String password, Collection<String> personal) {
        return complaint(password, personal, false);
    }

    /**
     * @param personal words that must not be most of it: the address, the name
     * @param besideSecondFactor whether its owner has a second factor too
     * @return why it is not taken; empty when it is
     */
    public Optional<PasswordComplaint> complaint(
            String password, Collection<String> personal, boolean besideSecondFactor) {
        if (PasswordText.isImmense(password)) {
            return Optional.of(PasswordComplaint.TOO_LONG);
        }
        String text = PasswordText.normalized(password);
        int length = PasswordText.length(text);
        if (length < least(besideSecondFactor)) {
            return Optional.of(PasswordComplaint.TOO_SHORT);
        }
        if (length > MOST) {
            return Optional.of(PasswordComplaint.TOO_LONG);
        }
        if (personalWords.makeUp(text, personal)) {
            return Optional.of(PasswordComplaint.PERSONAL);
        }
        return guesses.findEarly(text) ? Optional.of(PasswordComplaint.COMMON) : Optional.empty();
    }

    /**
     * How a password is stored: Argon2id with the cost that the settings ask for, as a PHC string.
     *
     * @param password one that {@link #complaint} has nothing to say against
     * @throws Problem 503 when too many are being hashed
     */
    public String hash(String password) {
        String text = PasswordText.normalized(password);
        return orBusy(() -> hashes.hash(text, cost));
    }

    /**
     * Takes the same time whether there is a password or not.
     *
     * @param hash null when there is no such account, or it has no password
     * @throws Problem 503 when too many are being hashed
     */
    public boolean matches(String password, @Nullable String hash) {
        if (hash == null || PasswordText.isImmense(password)) {
            orBusy(() -> hashes.matches("", nobodys));
            return false;
        }
        String text = PasswordText.normalized(password);
        return orBusy(() -> hashes.matches(text, hash));
    }

    /**
     * For the beginning of what ends with {@link #matches} or {@link #hash}: in a flood most are refused, which should cost next to nothing.
     *
     * @throws Problem 503 when too many are being hashed at this moment
     */
    public void refuseWhenBusy() {
        orBusy(() -> {
            hashes.refuseWhenFull();
            return true;
        });
    }

    /** Whether the same password should be hashed anew, with what the settings ask for now. */
    public boolean isOutdated(String hash) {
        return Hashes.isBelow(hash, cost);
    }

    private static <T> T orBusy(Supplier<T> hashing) {
        try {
            return hashing.get();
        } catch (BusyException _) {
            throw new Problem(
                            HttpStatus.SERVICE_UNAVAILABLE,
                            "busy",
                            "Many people are signing in at this moment. Please try again in a few seconds.")
                    .retryAfter(BusyException.RETRY_AFTER);
        }
    }
}
