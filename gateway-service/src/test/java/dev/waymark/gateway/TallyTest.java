package dev.waymark.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waymark.gateway.Tally.Standing;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Every test counts with the counter of one process; {@link RateLimitsTest} asks the same of the shared one. */
class TallyTest {
    private static final long MINUTE = Instant.parse("2026-11-25T10:00:00Z").toEpochMilli();
    private static final int QUOTA = 60;

    private final OwnCounts counts = new OwnCounts();

    @Test
    void aFreshClientHasTheWholeQuota() {
        assertThat(count(MINUTE + 12_300)).isEqualTo(new Standing(true, 59, 48));
    }

    @Test
    void nothingPassesAboveTheQuotaUntilTheFirstOfThoseRequestsFades() {
        use(60, MINUTE + 30_000);

        assertThat(count(MINUTE + 31_000))
                .as("one of 60 has faded a second into the next minute")
                .isEqualTo(new Standing(false, 0, 30));
        assertThat(count(MINUTE + 60_000).passed()).isFalse();
        assertThat(count(MINUTE + 61_000).passed()).isTrue();
        assertThat(count(MINUTE + 61_000).passed()).isFalse();
    }

    @Test
    void aroundTheFullMinuteThereIsNoSecondQuota() {
        use(60, MINUTE + 59_999);

        assertThat(count(MINUTE + 60_001)).isEqualTo(new Standing(false, 0, 1));
        assertThat(count(MINUTE + 90_000).remaining()).as("half of them count").isEqualTo(29);
    }

    @Test
    void whoWaitsAsLongAsToldPassesAndNotMuchEarlier() {
        for (long previous : List.of(0L, 7L, 59L, 60L)) {
            for (long current : List.of(0L, 1L, 30L, 59L, 60L)) {
                for (long elapsed = 0; elapsed < 60_000; elapsed += 777) {
                    Tally tally = new Tally(Tally.minute(MINUTE), current, previous);
                    long now = MINUTE + elapsed;
                    if (!tally.hasRoom(QUOTA, now)) {
                        long then = now + tally.standing(false, QUOTA, now).seconds() * 1000;
                        assertThat(tally.at(then).hasRoom(QUOTA, then))
                                .as("%s after %d ms", tally, elapsed)
                                .isTrue();
                        assertThat(tally.at(then - 1000).hasRoom(QUOTA, then - 1000))
                                .as("a second earlier")
                                .isFalse();
                    }
                }
            }
        }
    }

    @Test
    void refusedRequestsDoNotCount() {
        use(60, MINUTE);
        use(1000, MINUTE + 30_000);

        assertThat(count(MINUTE + 90_000).passed()).isTrue();
    }

    @Test
    void afterTwoMinutesAllIsForgotten() {
        use(60, MINUTE);

        assertThat(count(MINUTE + 120_000).remaining()).isEqualTo(59);
    }

    @Test
    void aCopyWhoseClockIsALittleBehindCountsWithTheOthers() {
        use(60, MINUTE + 60_000);

        assertThat(count(MINUTE + 59_900).passed()).isFalse();
    }

    @Test
    void aClockThatWasFarWrongLocksNobodyOut() {
        use(60, MINUTE + 3_600_000);

        assertThat(count(MINUTE).passed()).isTrue();
    }

    @Test
    void aSmallerQuotaThanBeforeIsNoFailure() {
        use(60, MINUTE);

        assertThat(counts.count("client", 10, MINUTE + 1)).isEqualTo(new Standing(false, 0, 111));
    }

    private void use(int requests, long millis) {
        for (int i = 0; i < requests; i++) {
            Standing _ = count(millis);
        }
    }

    private Standing count(long millis) {
        return counts.count("client", QUOTA, millis);
    }
}
