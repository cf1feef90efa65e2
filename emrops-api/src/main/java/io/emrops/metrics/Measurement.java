package io.emrops.metrics;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * What services used in a window of time.
 *
 * @param from when it began
 * @param every how long from one sample to the next
 * @param samples oldest first
 */
public record Measurement(Instant from, Duration window, Duration every, List<MetricsSample> samples) {
    public Measurement {
        Objects.requireNonNull(from, "from");
        if (every.isZero() || every.isNegative() || window.compareTo(every) < 0) {
            throw new IllegalArgumentException("A window of " + window + " cannot be measured every " + every);
        }
        samples = List.copyOf(samples);
    }

    /** When it ended. */
    public Instant until() {
        return from.plus(window);
    }

    /** How many samples there would be without trouble. */
    int expected() {
        return (int) Math.min(Integer.MAX_VALUE, window.dividedBy(every));
    }

    /** So often that a picture has enough points, and no oftener than platforms measure. */
    static Duration pace(Duration window) {
        var fitting = window.dividedBy(120).truncatedTo(java.time.temporal.ChronoUnit.SECONDS);
        return fitting.isZero() ? Duration.ofSeconds(1) : fitting;
    }
}
