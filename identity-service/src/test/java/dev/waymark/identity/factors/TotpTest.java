package dev.waymark.identity.factors;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TotpTest {
    /** RFC 6238, appendix B. */
    private static final byte[] SECRET = "12345678901234567890".getBytes(StandardCharsets.US_ASCII);

    @ParameterizedTest
    @CsvSource({
        "59, 287082",
        "1111111109, 081804",
        "1111111111, 050471",
        "1234567890, 005924",
        "2000000000, 279037",
        "20000000000, 353130"
    })
    void codesAreThoseOfTheStandard(long second, String code) {
        assertThat(Totp.code(SECRET, second / Totp.STEP_SECONDS)).isEqualTo(code);
        assertThat(Totp.step(SECRET, code, Instant.ofEpochSecond(second))).hasValue(second / Totp.STEP_SECONDS);
    }

    @ParameterizedTest
    @CsvSource({"-2, false", "-1, true", "0, true", "1, true", "2, false"})
    void aClockMayBeOffByOneStep(long steps, boolean right) {
        Instant now = Instant.parse("2026-11-25T10:00:10Z");
        String code = Totp.code(SECRET, now.getEpochSecond() / Totp.STEP_SECONDS + steps);

        assertThat(Totp.step(SECRET, code, now).isPresent()).isEqualTo(right);
    }

    @Test
    void whatHasNotSixDigitsIsNoCode() {
        Instant now = Instant.ofEpochSecond(59);

        assertThat(Totp.step(SECRET, "87082", now)).isEmpty();
        assertThat(Totp.step(SECRET, "94287082", now)).isEmpty();
        assertThat(Totp.step(SECRET, "", now)).isEmpty();
        assertThat(Totp.step(SECRET, "２８７０８２", now)).isEmpty();
    }

    /** RFC 4648, section 10, and the key that apps know as an example. */
    @Test
    void secretsAreWrittenInBase32() {
        assertThat(Base32.STANDARD.encode("fooba".getBytes(StandardCharsets.US_ASCII)))
                .isEqualTo("MZXW6YTB");
        assertThat(Base32.STANDARD.encode(SECRET)).isEqualTo("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
        assertThat(Base32.grouped("GEZDGNBVGY3T", ' ')).isEqualTo("GEZD GNBV GY3T");
    }
}
