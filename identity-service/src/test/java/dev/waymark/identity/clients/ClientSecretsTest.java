package dev.waymark.identity.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waymark.identity.hashing.Hashes;
import dev.waymark.identity.hashing.HashingLimit;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ClientSecretsTest {
    private final ClientSecrets secrets = new ClientSecrets(new Hashes(HashingLimit.forThisMachine()));

    @Test
    void aMadeSecretMatchesItselfOnly() {
        String secret = secrets.make();
        String stored = secrets.storedMade(secret);

        assertThat(secret).hasSize(43).isNotEqualTo(secrets.make());
        assertThat(stored).doesNotContain(secret);
        assertThat(secrets.matches(secret, stored)).isTrue();
        assertThat(secrets.matches(secrets.make(), stored)).isFalse();
        assertThat(secrets.matches(stored, stored)).isFalse();
    }

    @Test
    void aChosenSecretIsKeptByASlowHashWithASaltOfItsOwn() {
        String stored = secrets.storedChosen("correct horse battery");

        assertThat(stored).startsWith("{argon2id}$argon2id$v=19$m=19456,t=2,p=1$");
        assertThat(secrets.storedChosen("correct horse battery")).isNotEqualTo(stored);
        assertThat(secrets.matches("correct horse battery", stored)).isTrue();
        assertThat(secrets.matches("correct horse", stored)).isFalse();
    }

    @Test
    void aSecretThatWasRightBeforeDoesNotWaitForTheSlowHash() {
        String stored = secrets.storedChosen("correct horse battery");
        assertThat(secrets.matches("correct horse battery", stored)).isTrue();

        Instant before = Instant.now();
        for (int i = 0; i < 1000; i++) {
            assertThat(secrets.matches("correct horse battery", stored)).isTrue();
        }
        // A thousand slow hashes take fifty seconds.
        assertThat(Duration.between(before, Instant.now())).isLessThan(Duration.ofSeconds(10));
        assertThat(secrets.matches("wrong", stored)).isFalse();
    }

    @Test
    void whatIsStoredInAnUnknownWayMatchesNothing() {
        assertThat(secrets.matches("secret", "")).isFalse();
        assertThat(secrets.matches("secret", "secret")).isFalse();
        assertThat(secrets.matches("secret", "{noop}secret")).isFalse();
    }
}
