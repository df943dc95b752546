package dev.waymark.identity.keys;

import com.nimbusds.jose.jwk.RSAKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/**
 * The keys as this copy of the service knows them. The database is asked again when that knowledge is older than
 * {@link KeyTimes#RELOADED}; while it is away the key set is still published, but nothing is signed once the knowledge is older than
 * {@link KeyTimes#FRESH}.
 */
@Component
class SigningKeys {
    private static final Logger log = LoggerFactory.getLogger(SigningKeys.class);

    private final SigningKeyStore store;
    private final KeyMaker maker;
    private final Clock clock;
    private final ReentrantLock loading = new ReentrantLock();
    /** Opening a key is slow on purpose, so each is opened once. */
    private final Map<String, RSAKey> opened = new ConcurrentHashMap<>();

    private volatile @Nullable Known known;

    private record Known(List<StoredKey> keys, Instant since) {
        boolean olderThan(Duration age, Instant now) {
            return since.plus(age).isBefore(now);
        }
    }

    SigningKeys(SigningKeyStore store, KeyMaker maker, Clock clock) {
        this.store = store;
        this.maker = maker;
        this.clock = clock;
    }

    /** The keys that verifiers should know, oldest first. */
    List<SigningKey> published() {
        Instant now = clock.instant();
        return SigningKey.at(now, known(now).keys());
    }

    /**
     * The key that signs now, with its private part.
     *
     * @throws DataAccessException when the database is away and was for too long
     * @throws UnreadableKeyException when it was made with another secret
     */
    RSAKey signing() {
        Instant now = clock.instant();
        Known keys = known(now);
        if (keys.olderThan(KeyTimes.FRESH, now)) {
            keys = load();
        }
        return SigningKey.at(now, keys.keys()).stream()
                .filter(SigningKey.Active.class::isInstance)
                .map(key -> opened(key.stored()))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("there is no signing key"));
    }

    private Known known(Instant now) {
        Known keys = known;
        if (keys == null) {
            return load();
        }
        // One request looks, the others go on with what is known.
        if (keys.olderThan(KeyTimes.RELOADED, now) && loading.tryLock()) {
            try {
                return load();
            } catch (DataAccessException e) {
                log.warn(
                        "the signing keys could not be looked at again: {}",
                        e.getMostSpecificCause().getMessage());
            } finally {
                loading.unlock();
            }
        }
        return keys;
    }

    private Known load() {
        loading.lock();
        try {
            Instant now = clock.instant();
            List<StoredKey> keys = store.all();
            if (keys.isEmpty()) {
                // Several copies may do this at once: the table keeps one key, and all read that one.
                store.insertFirst(maker.make(now, now));
                keys = store.all();
            }
            for (SigningKey key : SigningKey.at(now, keys)) {
                if (!(key instanceof SigningKey.Retired)) {
                    opened(key.stored());
                }
            }
            Known loaded = new Known(keys, now);
            known = loaded;
            return loaded;
        } finally {
            loading.unlock();
        }
    }

    private RSAKey opened(StoredKey key) {
        return opened.computeIfAbsent(key.kid(), _ -> maker.open(key));
    }

    /** All keys of the table, those that are not published any more as well, oldest first. */
    List<StoredKey> remembered() {
        return known(clock.instant()).keys();
    }

    /**
     * Announces a new key, which signs after {@link KeyTimes#ANNOUNCED_BEFORE_SIGNING}, and deletes keys that nobody needs any more.
     *
     * @return the new key; empty when another one is announced already and does not sign yet
     */
    Optional<StoredKey> rotate() {
        return rotateOlderThan(Duration.ZERO);
    }

    /**
     * As {@link #rotate}, when the newest key has been signing for this long; copies that find so at once announce one key.
     *
     * @return the new key; empty when there is nothing to do, or another copy did it
     */
    Optional<StoredKey> rotateOlderThan(Duration life) {
        Instant now = clock.instant();
        Instant since = now.minus(life);
        boolean due = load().keys().stream().noneMatch(key -> key.signsFrom().isAfter(since));
        if (!due) {
            return Optional.empty();
        }
        StoredKey key = maker.make(now, now.plus(KeyTimes.ANNOUNCED_BEFORE_SIGNING));
        boolean announced = store.insertNext(key, since);
        store.deleteReplaced(now.minus(KeyTimes.PUBLISHED_AFTER_SIGNING));
        load();
        return announced ? Optional.of(key) : Optional.empty();
    }

    /** Puts a new key, which signs at once, in the place of all others: what they signed is worth nothing any more. */
    StoredKey replaceAll() {
        Instant now = clock.instant();
        StoredKey key = maker.make(now, now);
        store.replaceAll(key);
        load();
        return key;
    }
}
