package dev.waymark.gateway.signin;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BrowserTokenTest {
    private static final byte[] CONTENT = "content".getBytes(StandardCharsets.UTF_8);

    private final BrowserToken token = BrowserToken.make();

    @Test
    void onlyTheTokenOpensWhatItSealedAndOnlyForThatPurpose() {
        String sealed = token.seal("session", CONTENT);

        assertThat(token.open("session", sealed))
                .hasValueSatisfying(opened -> assertThat(opened).isEqualTo(CONTENT));
        assertThat(token.open("login", sealed)).isEmpty();
        assertThat(BrowserToken.make().open("session", sealed)).isEmpty();
    }

    @Test
    void whatWasAlteredIsNotOpened() {
        String sealed = token.seal("session", CONTENT);
        String altered = sealed.substring(0, 20) + (sealed.charAt(20) == 'A' ? 'B' : 'A') + sealed.substring(21);

        assertThat(token.open("session", altered)).isEmpty();
        assertThat(token.open("session", sealed.substring(0, 12))).isEmpty();
        assertThat(token.open("session", "no base64!")).isEmpty();
    }

    @Test
    void theSameIsSealedInAnotherWayEachTime() {
        assertThat(token.seal("session", CONTENT)).isNotEqualTo(token.seal("session", CONTENT));
    }

    @Test
    void neitherItsKeyNorALogLineShowsTheToken() {
        assertThat(token.key()).hasSize(43).isNotEqualTo(token.value());
        assertThat(token.toString()).doesNotContain(token.value());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "short",
                "0123456789012345678901234567890123456789=12",
                "01234567890123456789012345678901234567890123"
            })
    void whatIsNoTokenOfOursIsNone(String value) {
        assertThat(BrowserToken.of(value)).isEmpty();
    }
}
