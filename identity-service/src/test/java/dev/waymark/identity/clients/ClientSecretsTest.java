package dev.waymark.identity.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waymark.identity.keys.DerivedKeys;
import org.junit.jupiter.api.Test;

class ClientSecretsTest {
    private static final String CHOSEN = "correct horse battery";

    private final ClientSecrets secrets = new ClientSecrets(new DerivedKeys("the secret of this site"));

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
    void aChosenSecretMatchesItselfOnly() {
        String stored = secrets.storedChosen(CHOSEN);

        // A prefix, and 32 bytes in base64url.
        assertThat(stored).matches("\\{hmac}[A-Za-z0-9_-]{43}");
        assertThat(secrets.matches(CHOSEN, stored)).isTrue();
        assertThat(secrets.matches("correct horse", stored)).isFalse();
        assertThat(secrets.matches(stored, stored)).isFalse();
    }

    @Test
    void aChosenSecretCannotBeTriedOutWithoutTheKeyOfTheSite() {
        ClientSecrets elsewhere = new ClientSecrets(new DerivedKeys("the secret of another site"));

        assertThat(elsewhere.matches(CHOSEN, secrets.storedChosen(CHOSEN))).isFalse();
        assertThat(elsewhere.storedChosen(CHOSEN)).isNotEqualTo(secrets.storedChosen(CHOSEN));
    }

    @Test
    void anotherCopyOfTheSameSiteKnowsAChosenSecret() {
        ClientSecrets copy = new ClientSecrets(new DerivedKeys("the secret of this site"));

        assertThat(copy.matches(CHOSEN, secrets.storedChosen(CHOSEN))).isTrue();
    }

    @Test
    void whatIsStoredInAnUnknownWayMatchesNothing() {
        assertThat(secrets.matches("secret", "")).isFalse();
        assertThat(secrets.matches("secret", "secret")).isFalse();
        assertThat(secrets.matches("secret", "{noop}secret")).isFalse();
    }
}
