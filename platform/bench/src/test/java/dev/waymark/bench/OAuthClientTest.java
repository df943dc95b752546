package dev.waymark.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;

class OAuthClientTest {
    /** RFC 7636, appendix B. */
    @Test
    void theChallengeIsThatOfTheStandard() {
        assertThat(OAuthClient.challenge("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"))
                .isEqualTo("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
    }

    @Test
    void eachVerifierIsAnotherOfTheFormThatTheStandardWants() {
        assertThat(OAuthClient.verifier()).matches("[A-Za-z0-9_-]{43}").isNotEqualTo(OAuthClient.verifier());
    }

    @Test
    void theSecretIsReadFromWhatTheCommandPrints() {
        OAuthClient client = OAuthClient.of("bench-1", "client_id=bench-1\nclient_secret=c2VjcmV0\n");

        assertThat(client.authorization()).isEqualTo("Basic YmVuY2gtMTpjMlZqY21WMA==");
        assertThat(client.toString()).doesNotContain("c2VjcmV0");
    }

    @Test
    void aCommandThatPrintsNoSecretMadeNoClient() {
        assertThatExceptionOfType(BenchmarkException.class)
                .isThrownBy(() -> OAuthClient.of("bench-1", "client_id=bench-1\n"));
    }
}
