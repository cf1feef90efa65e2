package io.emrops.vantage;

import java.time.Duration;

/**
 * When time is up, by the monotonic clock.
 *
 * @param nanos as {@link System#nanoTime} says it
 */
record Deadline(long nanos) {
    static Deadline in(Duration time) {
        return new Deadline(System.nanoTime() + time.toNanos());
    }

    /** Zero or less once it has passed. */
    long leftNanos() {
        return nanos - System.nanoTime();
    }

    /** One of several that share what is left, in equal parts. */
    Deadline share(int sharers) {
        return new Deadline(System.nanoTime() + Math.max(0, leftNanos()) / sharers);
    }
}
