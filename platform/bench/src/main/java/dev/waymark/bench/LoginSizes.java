package dev.waymark.bench;

import java.time.Duration;

/**
 * How much is measured of logins.
 *
 * @param accounts that sign in with their passwords
 * @param codes accounts that sign in with a mailed code, each once
 * @param passwords how long each run of logins with passwords lasts, and of bare hashes
 * @param sessions whose refresh tokens are replaced side by side
 * @param refreshes how long they are
 * @param flood how long the flood lasts, and the quiet before it
 */
record LoginSizes(int accounts, int codes, Duration passwords, int sessions, Duration refreshes, Duration flood) {
    static final LoginSizes FULL =
            new LoginSizes(50, 200, Duration.ofSeconds(20), 8, Duration.ofSeconds(10), Duration.ofSeconds(20));
    /** Shows that everything runs; the numbers mean nothing. */
    static final LoginSizes QUICK =
            new LoginSizes(8, 10, Duration.ofSeconds(2), 2, Duration.ofSeconds(2), Duration.ofSeconds(3));
}
