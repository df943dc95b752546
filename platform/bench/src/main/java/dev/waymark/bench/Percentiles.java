package dev.waymark.bench;

/**
 * Percentiles by nearest rank, in milliseconds; not a number when nothing was measured.
 *
 * @param n how many were measured
 */
record Percentiles(int n, double p50, double p95, double p99, double max) {
    static Percentiles ofSorted(long[] nanos) {
        return new Percentiles(nanos.length, rank(nanos, 0.50), rank(nanos, 0.95), rank(nanos, 0.99), rank(nanos, 1));
    }

    private static double rank(long[] sorted, double share) {
        if (sorted.length == 0) {
            return Double.NaN;
        }
        int position = (int) Math.ceil(share * sorted.length) - 1;
        return sorted[Math.max(0, position)] / 1e6;
    }
}
