package io.emrops.weblog;

import java.time.Duration;
import java.util.stream.Stream;

/**
 * How long requests took. A percentile is the least time that so many of them kept to (nearest rank): exact up to 1,023 ms, and beyond that told
 * too high by 0.2 % at most, never too low.
 *
 * @param requests how many there were; at least one
 * @param p50 the median
 * @param longest exact, up to 24 days
 * @param total of all requests
 */
public record ResponseTimes(long requests, Duration p50, Duration p95, Duration p99, Duration longest, Duration total) {
    public ResponseTimes {
        if (requests < 1) {
            throw new IllegalArgumentException("There is at least one request: " + requests);
        }
        if (Stream.of(p50, p95, p99, longest, total).anyMatch(Duration::isNegative)) {
            throw new IllegalArgumentException("Times are not negative");
        }
    }

    /** The mean, rounded down to milliseconds. */
    public Duration mean() {
        return Duration.ofMillis(total.toMillis() / requests);
    }
}
