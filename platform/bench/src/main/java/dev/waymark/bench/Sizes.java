package dev.waymark.bench;

import java.time.Duration;

/**
 * How much is measured.
 *
 * @param warmUp edits before any is measured
 * @param edits edits that are measured, and as many of the baseline
 * @param rate changes a second under load
 * @param load how long the load lasts
 * @param rounds how often each search is made
 * @param queries searches in a round, at most
 * @param mistyped names with an error, and as many beginnings of names, at most
 * @param rawPushes pushes of all documents by a raw client
 * @param proxy how long each run of the load generator lasts
 * @param logins how much of logins
 */
record Sizes(
        int warmUp,
        int edits,
        int rate,
        Duration load,
        int rounds,
        int queries,
        int mistyped,
        int rawPushes,
        Duration proxy,
        LoginSizes logins) {
    static final Sizes FULL =
            new Sizes(30, 500, 100, Duration.ofSeconds(30), 3, 500, 3000, 3, Duration.ofSeconds(10), LoginSizes.FULL);
    /** Shows that everything runs; the numbers mean nothing. */
    static final Sizes QUICK =
            new Sizes(3, 15, 20, Duration.ofSeconds(3), 1, 40, 60, 1, Duration.ofSeconds(2), LoginSizes.QUICK);
}
