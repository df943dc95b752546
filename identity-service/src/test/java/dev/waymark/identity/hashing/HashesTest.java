package dev.waymark.identity.hashing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;

class HashesTest {
    private static final Argon2Cost SMALL = new Argon2Cost(1024, 1, 1);

    private final Hashes hashes = new Hashes(new HashingLimit(4, 100, Duration.ofSeconds(30)));

    @Test
    void aTextMatchesItsOwnHashOnly() {
        String hash = hashes.hash("correct horse", SMALL);

        assertThat(hash).matches("\\$argon2id\\$v=19\\$m=1024,t=1,p=1\\$[A-Za-z0-9+/]{22}\\$[A-Za-z0-9+/]{43}");
        assertThat(hashes.hash("correct horse", SMALL)).as("another salt").isNotEqualTo(hash);
        assertThat(hashes.matches("correct horse", hash)).isTrue();
        assertThat(hashes.matches("Correct horse", hash)).isFalse();
        assertThat(hashes.matches("", hash)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"1024, 1, 1", "1500, 3, 1", "4096, 2, 2", "19456, 2, 1"})
    void anotherImplementationOfTheFormatUnderstandsIt(int memory, int passes, int lanes) {
        Argon2PasswordEncoder other = new Argon2PasswordEncoder(16, 32, lanes, memory, passes);

        // More than once: memory that was used before must not change the result.
        for (int i = 0; i < 3; i++) {
            assertThat(other.matches("grüner Hund", hashes.hash("grüner Hund", new Argon2Cost(memory, passes, lanes))))
                    .isTrue();
            assertThat(hashes.matches("grüner Hund", String.valueOf(other.encode("grüner Hund"))))
                    .isTrue();
        }
    }

    @Test
    void hashesOfDifferentCostsMayFollowEachOther() {
        List<String> stored = List.of(
                hashes.hash("secret", SMALL),
                hashes.hash("secret", new Argon2Cost(8192, 1, 1)),
                hashes.hash("secret", new Argon2Cost(64, 4, 4)));

        for (int i = 0; i < 2; i++) {
            assertThat(stored).allMatch(hash -> hashes.matches("secret", hash));
            assertThat(stored).noneMatch(hash -> hashes.matches("wrong", hash));
        }
    }

    @Test
    void severalAtATimeDoNotTouchEachOther() throws Exception {
        List<String> stored = IntStream.range(0, 10)
                .mapToObj(i -> hashes.hash("secret " + i, SMALL))
                .toList();
        List<Callable<Boolean>> checks = IntStream.range(0, 60)
                .<Callable<Boolean>>mapToObj(i -> () -> hashes.matches("secret " + i % 10, stored.get(i % 10)))
                .toList();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Boolean> matches : threads.invokeAll(checks)) {
                assertThat(matches.get()).isTrue();
            }
        }
    }

    @Test
    void whatIsNoHashMatchesNothing() {
        String hash = hashes.hash("secret", SMALL);

        for (String other : List.of(
                "",
                "secret",
                "{noop}secret",
                hash.replace("argon2id", "argon2i"),
                hash.replace("v=19", "v=16"),
                hash.replace("m=1024", "m=1"),
                hash.replace("t=1", "t=0"),
                hash.substring(0, hash.lastIndexOf('$') + 1),
                hash.substring(0, hash.length() - 2))) {
            assertThat(hashes.matches("secret", other)).as(other).isFalse();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "1024, 2, 2, false",
        "1023, 2, 2, false",
        "1025, 2, 2, true",
        "1024, 3, 2, true",
        "1024, 2, 3, true",
        "9999, 1, 1, true"
    })
    void aHashIsBelowACostWhenAnyPartOfItIs(int memory, int passes, int lanes, boolean below) {
        String hash = hashes.hash("secret", new Argon2Cost(1024, 2, 2));

        assertThat(Hashes.isBelow(hash, new Argon2Cost(memory, passes, lanes))).isEqualTo(below);
    }

    @Test
    void whatIsNoHashIsBelowEveryCost() {
        assertThat(Hashes.isBelow("{noop}secret", SMALL)).isTrue();
    }

    @Test
    void aCostThatArgon2DoesNotKnowIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Argon2Cost(1024, 0, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new Argon2Cost(1024, 1, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new Argon2Cost(7, 1, 1));
    }
}
