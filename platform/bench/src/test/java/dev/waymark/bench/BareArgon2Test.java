package dev.waymark.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class BareArgon2Test {
    private static final Duration SHORT = Duration.ofMillis(300);

    @Test
    void theCostOfTheSettingsIsPaid() throws IOException, InterruptedException {
        double cheap = new BareArgon2(1, 64, 1, 1).perSecond(SHORT, false);
        double costly = new BareArgon2(1, 8 * 1024, 2, 1).perSecond(SHORT, false);

        assertThat(costly).isPositive();
        assertThat(cheap).isGreaterThan(5 * costly);
    }

    @Test
    void takesItsCostFromTheSettingsAndLeavesOneCoreFree() {
        BareArgon2 bare =
                BareArgon2.as(Map.of("ARGON2_MEMORY_KIB", "19456", "ARGON2_PASSES", "2", "ARGON2_LANES", "1"));

        assertThat(bare.memoryKib()).isEqualTo(19456);
        assertThat(bare.passes()).isEqualTo(2);
        assertThat(bare.lanes()).isEqualTo(1);
        assertThat(bare.threads())
                .isPositive()
                .isLessThanOrEqualTo(Math.max(1, Runtime.getRuntime().availableProcessors() - 1));
    }

    @Test
    void saysWhyNothingCouldBeMeasured() {
        assertThatExceptionOfType(BenchmarkException.class)
                .isThrownBy(() -> new BareArgon2(1, 0, 1, 1).perSecond(SHORT, false))
                .withMessageContaining("failed");
    }

    @Test
    void namesTheLibraryWithoutItsFolder() {
        assertThat(BareArgon2.implementation()).matches("bcprov-[^/]*");
    }
}
