package dev.waymark.identity.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.waymark.identity.TestPostgres;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

class SigningKeysTest {
    private static final String SECRET = "a secret of the operator";

    private final AdjustableClock clock = new AdjustableClock(Instant.parse("2026-11-25T10:00:00Z"));
    private DataSource database = TestPostgres.migrated();

    @BeforeEach
    void freshDatabase() {
        database = TestPostgres.migrated();
    }

    @Test
    void copiesThatStartAtOnceAgreeOnOneKey() throws Exception {
        int copies = 6;
        CyclicBarrier together = new CyclicBarrier(copies);
        List<Future<String>> kids = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(copies)) {
            for (int copy = 0; copy < copies; copy++) {
                kids.add(threads.submit(() -> {
                    SigningKeys keys = copy();
                    together.await(30, TimeUnit.SECONDS);
                    return keys.signing().getKeyID();
                }));
            }
        }

        Set<String> agreed = kids.stream().map(Future::resultNow).collect(Collectors.toSet());
        assertThat(agreed).hasSize(1);
        assertThat(new SigningKeyStore(JdbcClient.create(database)).all()).hasSize(1);
    }

    @Test
    void aRestartedServiceSignsWithTheSameKey() {
        String before = copy().signing().getKeyID();

        assertThat(copy().signing().getKeyID()).isEqualTo(before);
    }

    @Test
    void aNewKeyIsPublishedByEveryCopyBeforeAnySigns() {
        SigningKeys one = copy();
        SigningKeys other = copy();
        String old = one.signing().getKeyID();
        other.signing();

        String next = one.rotate().orElseThrow().kid();
        clock.advance(KeyTimes.RELOADED.plusSeconds(1));

        assertThat(kids(other)).containsExactly(old, next);
        assertThat(one.signing().getKeyID()).isEqualTo(old);
        assertThat(other.signing().getKeyID()).isEqualTo(old);

        clock.advance(KeyTimes.ANNOUNCED_BEFORE_SIGNING);
        assertThat(one.signing().getKeyID()).isEqualTo(next);
        assertThat(other.signing().getKeyID()).isEqualTo(next);
    }

    @Test
    void afterALeakAllOldKeysAreGoneFromEveryCopyWithinAMinute() {
        SigningKeys one = copy();
        SigningKeys other = copy();
        String leaked = one.signing().getKeyID();
        other.signing();
        one.rotate();

        String fresh = one.replaceAll().kid();
        clock.advance(KeyTimes.FRESH.plusSeconds(1));

        assertThat(kids(one)).containsExactly(fresh);
        assertThat(kids(other)).containsExactly(fresh);
        assertThat(one.signing().getKeyID()).isEqualTo(fresh).isNotEqualTo(leaked);
        assertThat(other.signing().getKeyID()).isEqualTo(fresh);
    }

    @Test
    void anOldKeyStaysPublishedUntilItsTokensHaveExpired() {
        SigningKeys keys = copy();
        String old = keys.signing().getKeyID();
        String next = keys.rotate().orElseThrow().kid();

        clock.advance(KeyTimes.ANNOUNCED_BEFORE_SIGNING.plusMinutes(10));
        assertThat(kids(keys)).containsExactly(old, next);

        clock.advance(KeyTimes.PUBLISHED_AFTER_SIGNING);
        assertThat(kids(keys)).containsExactly(next);
    }

    @Test
    void anotherRotationWaitsUntilTheAnnouncedKeySigns() {
        SigningKeys keys = copy();
        assertThat(keys.rotate()).isPresent();
        assertThat(keys.rotate()).isEmpty();

        clock.advance(KeyTimes.ANNOUNCED_BEFORE_SIGNING);
        assertThat(keys.rotate()).isPresent();
    }

    @Test
    void rotationsAtOnceAnnounceOneKey() throws Exception {
        int copies = 4;
        SigningKeys first = copy();
        first.signing();
        CyclicBarrier together = new CyclicBarrier(copies);
        List<Future<Boolean>> won = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(copies)) {
            for (int copy = 0; copy < copies; copy++) {
                won.add(threads.submit(() -> {
                    SigningKeys keys = copy();
                    together.await(30, TimeUnit.SECONDS);
                    return keys.rotate().isPresent();
                }));
            }
        }

        assertThat(won.stream().filter(Future::resultNow)).hasSize(1);
    }

    @Test
    void keysThatNobodyNeedsAreDeletedByALaterRotation() {
        SigningKeys keys = copy();
        keys.rotate();
        clock.advance(Duration.ofHours(1));
        keys.rotate();

        assertThat(new SigningKeyStore(JdbcClient.create(database)).all()).hasSize(2);
    }

    @Test
    void withTheDatabaseAwayKeysAreStillPublishedButSoonNothingIsSigned() {
        TestPostgres.Breakable breakable = TestPostgres.breakable(database);
        SigningKeys keys =
                new SigningKeys(new SigningKeyStore(JdbcClient.create(breakable)), new KeyMaker(SECRET), clock);
        String kid = keys.signing().getKeyID();

        breakable.breakDown();
        clock.advance(KeyTimes.RELOADED.plusSeconds(1));
        assertThat(keys.signing().getKeyID()).isEqualTo(kid);
        clock.advance(KeyTimes.FRESH);
        assertThat(kids(keys)).containsExactly(kid);
        assertThatThrownBy(keys::signing).isInstanceOf(DataAccessException.class);

        breakable.repair();
        assertThat(keys.signing().getKeyID()).isEqualTo(kid);
    }

    @Test
    void aCopyWhoseClockIsBehindUsesTheFirstKeyAllTheSame() {
        String kid = copy().signing().getKeyID();

        clock.advance(Duration.ofMinutes(-2));
        assertThat(copy().signing().getKeyID()).isEqualTo(kid);
    }

    @Test
    void anotherSecretOpensNothing() {
        copy().signing();
        SigningKeys wrong = new SigningKeys(
                new SigningKeyStore(JdbcClient.create(database)), new KeyMaker("another secret, by mistake"), clock);

        assertThatThrownBy(wrong::signing)
                .isInstanceOf(UnreadableKeyException.class)
                .hasMessageContaining("KEY_ENCRYPTION_SECRET");
    }

    @Test
    void aSealedKeyThatWasMovedToAnotherRowOpensNothing() {
        KeyEncryption encryption = new KeyEncryption(SECRET);
        String sealed = encryption.seal("one", new byte[] {1, 2, 3});

        assertThat(encryption.opened("one", sealed))
                .hasValueSatisfying(key -> assertThat(key).containsExactly(1, 2, 3));
        assertThat(encryption.opened("two", sealed)).isEmpty();
        assertThat(encryption.seal("one", new byte[] {1, 2, 3})).isNotEqualTo(sealed);
    }

    @Test
    void theIdOfAKeyIsItsThumbprint() throws Exception {
        var key = copy().signing();

        assertThat(key.getKeyID()).isEqualTo(key.computeThumbprint().toString());
        assertThat(key.size()).isEqualTo(2048);
    }

    private SigningKeys copy() {
        return new SigningKeys(new SigningKeyStore(JdbcClient.create(database)), new KeyMaker(SECRET), clock);
    }

    private static List<String> kids(SigningKeys keys) {
        return keys.published().stream().map(key -> key.stored().kid()).toList();
    }

    private static final class AdjustableClock extends Clock {
        private volatile Instant now;

        AdjustableClock(Instant start) {
            now = start;
        }

        synchronized void advance(Duration time) {
            now = now.plus(time);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
