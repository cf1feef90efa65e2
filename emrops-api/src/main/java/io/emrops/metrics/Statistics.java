package io.emrops.metrics;

import java.util.Arrays;
import java.util.Optional;

/**
 * How a number was over a window.
 *
 * @param least the lowest
 * @param mean the average
 * @param p95 95 of 100 were no higher
 * @param most the highest
 */
public record Statistics(double least, double mean, double p95, double most) {
    /** Of these; empty if there are none. What is no number does not count. */
    static Optional<Statistics> of(double[] values) {
        var known = Arrays.stream(values)
                .filter(value -> !Double.isNaN(value))
                .sorted()
                .toArray();
        if (known.length == 0) {
            return Optional.empty();
        }
        var rank = (int) Math.ceil(0.95 * known.length) - 1;
        return Optional.of(new Statistics(
                known[0], Arrays.stream(known).average().orElseThrow(), known[rank], known[known.length - 1]));
    }
}
