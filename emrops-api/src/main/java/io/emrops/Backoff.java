package io.emrops;

import io.emrops.internal.Words;
import java.time.Duration;
import java.util.Objects;

/**
 * How long to wait before an attempt is repeated. A value: the same attempt gives the same wait, so that documents and
 * journals can tell it.
 *
 * @see #exponential
 * @see #fixed
 */
public final class Backoff {
    private static final Duration LONGEST = Duration.ofMinutes(5);

    private final Duration first;
    private final boolean doubling;
    private final Duration longest;

    private Backoff(Duration first, boolean doubling, Duration longest) {
        this.first = first;
        this.doubling = doubling;
        this.longest = longest;
    }

    /**
     * Waits {@code first}, then twice as long each time, up to five minutes.
     *
     * @param first positive
     */
    public static Backoff exponential(Duration first) {
        return new Backoff(positive(first, "first wait"), true, LONGEST.compareTo(first) > 0 ? LONGEST : first);
    }

    /**
     * Waits the same each time.
     *
     * @param wait positive
     */
    public static Backoff fixed(Duration wait) {
        return new Backoff(positive(wait, "wait"), false, wait);
    }

    /** Does not wait. */
    public static Backoff none() {
        return new Backoff(Duration.ZERO, false, Duration.ZERO);
    }

    /**
     * The same with another upper bound.
     *
     * @param longest not shorter than the first wait
     */
    public Backoff atMost(Duration longest) {
        if (longest.compareTo(first) < 0) {
            throw new IllegalArgumentException("The longest wait " + longest + " is shorter than the first " + first);
        }
        return new Backoff(first, doubling, longest);
    }

    /**
     * The wait after a failed attempt.
     *
     * @param attempt the attempt that failed, from 1
     */
    public Duration after(int attempt) {
        if (attempt < 1) {
            throw new IllegalArgumentException("Attempts are counted from 1: " + attempt);
        }
        var wait = first;
        for (var i = 1; doubling && i < attempt; i++) {
            if (wait.compareTo(longest.dividedBy(2)) > 0) {
                return longest;
            }
            wait = wait.multipliedBy(2);
        }
        return wait;
    }

    @Override
    public String toString() {
        if (first.isZero()) {
            return "at once";
        }
        return "after " + Words.of(first) + (doubling ? ", doubling up to " + Words.of(longest) : "");
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof Backoff b && b.first.equals(first) && b.doubling == doubling && b.longest.equals(longest);
    }

    @Override
    public int hashCode() {
        return Objects.hash(first, doubling, longest);
    }

    private static Duration positive(Duration d, String what) {
        if (d.isNegative() || d.isZero()) {
            throw new IllegalArgumentException("The " + what + " must be positive: " + d);
        }
        return d;
    }
}
