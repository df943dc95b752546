package dev.waymark.bench;

/**
 * What a figure must not exceed, or what it must reach.
 *
 * @param limit in the figure's own unit
 * @param text how it reads, such as {@code ≤ 1.5 ×}
 */
record Target(double limit, String text) {
    static final String PASS = "pass";
    static final String FAIL = "**FAIL**";

    /** A figure that could not be measured fails. */
    String judge(double figure) {
        return figure <= limit ? PASS : FAIL;
    }

    /** As {@link #judge}, of a figure that must be at least as large. */
    String judgeLeast(double figure) {
        return figure >= limit ? PASS : FAIL;
    }
}
