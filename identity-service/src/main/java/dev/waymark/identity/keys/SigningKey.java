package dev.waymark.identity.keys;

import com.nimbusds.jose.jwk.RSAKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A key and what it may do now. Only an {@link Active} one leads to its private part, so nothing else can sign. */
sealed interface SigningKey {
    StoredKey stored();

    /** Published, so that every verifier knows it before its first signature. */
    record Announced(StoredKey stored) implements SigningKey {}

    /** Signs, and is published. */
    record Active(StoredKey stored) implements SigningKey {}

    /**
     * Does not sign any more; published until the last token that it signed has expired.
     *
     * @param since when the next key began to sign
     */
    record Retired(StoredKey stored, Instant since) implements SigningKey {}

    default RSAKey publicKey() {
        return stored().publicKey();
    }

    /**
     * @param keys stored keys, oldest first
     * @param now the time for which the states are asked
     * @return those that are published, oldest first; exactly one is active unless there are no keys at all
     */
    static List<SigningKey> at(Instant now, List<StoredKey> keys) {
        // A clock that is behind the one of the copy that made the first key sees none that signs yet: it is the first.
        int active = 0;
        for (int index = 0; index < keys.size(); index++) {
            if (!keys.get(index).signsFrom().isAfter(now)) {
                active = index;
            }
        }
        List<SigningKey> states = new ArrayList<>();
        for (int index = 0; index < keys.size(); index++) {
            StoredKey key = keys.get(index);
            if (index < active) {
                Instant since = keys.get(index + 1).signsFrom();
                if (since.plus(KeyTimes.PUBLISHED_AFTER_SIGNING).isAfter(now)) {
                    states.add(new Retired(key, since));
                }
            } else {
                states.add(index == active ? new Active(key) : new Announced(key));
            }
        }
        return states;
    }
}
