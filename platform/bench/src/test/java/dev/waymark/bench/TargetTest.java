package dev.waymark.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TargetTest {
    private static final Target TARGET = new Target(0.85, "");

    @Test
    void aLimitIsKeptAndALeastIsReachedAtTheFigureItself() {
        assertThat(TARGET.judge(0.85)).isEqualTo(Target.PASS);
        assertThat(TARGET.judge(0.86)).isEqualTo(Target.FAIL);
        assertThat(TARGET.judgeLeast(0.85)).isEqualTo(Target.PASS);
        assertThat(TARGET.judgeLeast(0.84)).isEqualTo(Target.FAIL);
    }

    @Test
    void whatCouldNotBeMeasuredFails() {
        assertThat(TARGET.judge(Double.NaN)).isEqualTo(Target.FAIL);
        assertThat(TARGET.judgeLeast(Double.NaN)).isEqualTo(Target.FAIL);
    }
}
