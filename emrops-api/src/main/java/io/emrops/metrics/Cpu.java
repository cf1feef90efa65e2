package io.emrops.metrics;

import io.emrops.internal.Words;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Objects;

/**
 * How much of the processors is in use.
 *
 * @param used in processors: 0.5 is half of one, 2 is all of two
 * @param available how many there are for it: its limit, or all of the machine if it has none
 * @param limited whether that is a limit
 * @param over the time of which it is the average
 */
public record Cpu(double used, double available, boolean limited, Duration over) {
    public Cpu {
        if (!(used >= 0) || !(available > 0)) {
            throw new IllegalArgumentException(
                    "Of more than 0 processors, 0 or more are in use: " + used + " of " + available);
        }
        Objects.requireNonNull(over, "over");
    }

    /** How much of what is available is in use: 1 is all. A little more is possible, as both are measured. */
    public double share() {
        return used / available;
    }

    /** In one line. */
    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%.2f of %.2f processors over %s",
                used,
                available,
                Words.of(over.truncatedTo(ChronoUnit.MILLIS)));
    }
}
