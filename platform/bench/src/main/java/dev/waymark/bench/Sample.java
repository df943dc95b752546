package dev.waymark.bench;

import java.util.Arrays;

/** Durations in nanoseconds, as they are measured; several threads may add. */
final class Sample {
    private long[] nanos = new long[64];
    private int size;

    synchronized void add(long duration) {
        if (size == nanos.length) {
            nanos = Arrays.copyOf(nanos, size * 2);
        }
        nanos[size++] = duration;
    }

    synchronized Percentiles percentiles() {
        long[] sorted = Arrays.copyOf(nanos, size);
        Arrays.sort(sorted);
        return Percentiles.ofSorted(sorted);
    }
}
