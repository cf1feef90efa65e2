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
    private final double factor;
    private final Duration longest;

    private Backoff(Duration first, double factor, Duration longest) {
        this.first = first;
        this.factor = factor;
        this.longest = longest;
    }

    /**
     * Waits {@code first}, then twice as long each time, up to five minutes.
     *
     * @param first positive
     */
    public static Backoff exponential(Duration first) {
        return new Backoff(positive(first, "first"), 2, LONGEST.compareTo(first) > 0 ? LONGEST : first);
    }

    /**
     * Waits the same each time.
     *
     * @param wait positive
     */
    public static Backoff fixed(Duration wait) {
        return new Backoff(positive(wait, "wait"), 1, wait);
    }

    /** Does not wait. */
    public static Backoff none() {
        return new Backoff(Duration.ZERO, 1, Duration.ZERO);
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
        return new Backoff(first, factor, longest);
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
        var millis = first.toMillis() * Math.pow(factor, attempt - 1.0);
        return millis >= longest.toMillis() ? longest : Duration.ofMillis((long) millis);
    }

    @Override
    public String toString() {
        if (first.isZero()) {
            return "at once";
        }
        return factor == 1
                ? "after " + Words.of(first)
                : "after " + Words.of(first) + ", doubling up to " + Words.of(longest);
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof Backoff b && b.first.equals(first) && b.factor == factor && b.longest.equals(longest);
    }

    @Override
    public int hashCode() {
        return Objects.hash(first, factor, longest);
    }

    private static Duration positive(Duration d, String what) {
        if (d.isNegative() || d.isZero()) {
            throw new IllegalArgumentException("The " + what + " wait must be positive: " + d);
        }
        return d;
    }
}
