package io.emrops.core.weblog;

import java.util.Arrays;

/**
 * Counts of values, in buckets: one for each value below 1,024, and 512 for each doubling beyond. So a value is known exactly or to a 512th of itself;
 * what is told is the highest value of its bucket.
 */
final class Histogram {
    private static final int EXACT = 1024;
    private static final int HALF = EXACT / 2;

    private long[] counts = new long[256];
    private long total;
    private int highest = -1;

    void add(int value) {
        var index = value < EXACT ? value : index(value);
        if (index >= counts.length) {
            grow(index);
        }
        counts[index]++;
        total++;
        highest = Math.max(highest, value);
    }

    void add(Histogram more) {
        if (more.counts.length > counts.length) {
            counts = Arrays.copyOf(counts, more.counts.length);
        }
        for (var i = 0; i < more.counts.length; i++) {
            counts[i] += more.counts[i];
        }
        total += more.total;
        highest = Math.max(highest, more.highest);
    }

    private void grow(int index) {
        counts = Arrays.copyOf(counts, Math.max(index + 1, Math.min(2 * counts.length, index + HALF)));
    }

    /** Values from 1,024 on: ten bits of them, the first of which is 1, and how many are left out. */
    private static int index(int value) {
        var left = 22 - Integer.numberOfLeadingZeros(value);
        return left * HALF + (value >>> left);
    }

    private static int top(int index) {
        if (index < EXACT) {
            return index;
        }
        var left = index / HALF - 1;
        var lead = (long) index - (long) left * HALF;
        return (int) (((lead + 1) << left) - 1);
    }

    long total() {
        return total;
    }

    /** The highest value; -1 if there is none. */
    int highest() {
        return highest;
    }

    /**
     * The value that so many of a thousand do not exceed.
     *
     * @throws IllegalStateException if there are no values
     */
    int atPerMille(int perMille) {
        if (total == 0) {
            throw new IllegalStateException("There are no values");
        }
        var rank = Math.max(1, total / 1000 * perMille + (total % 1000 * perMille + 999) / 1000);
        var seen = 0L;
        for (var i = 0; i < counts.length; i++) {
            seen += counts[i];
            if (seen >= rank) {
                return Math.min(top(i), highest);
            }
        }
        throw new IllegalStateException("Less was counted than there is");
    }
}
