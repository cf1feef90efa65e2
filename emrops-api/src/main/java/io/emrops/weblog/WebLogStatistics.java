package io.emrops.weblog;

import io.emrops.DataSize;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What a window of time has seen.
 *
 * @param from its first second
 * @param until the second after its last
 * @param requests all of them
 * @param clientErrors how many had a status of 4xx
 * @param serverErrors how many had a status of 5xx
 * @param sent bytes of all answers; empty if no request was logged with them
 * @param times of the requests that were logged with one; empty if none was
 * @param mostRequested the paths with most requests, most first
 * @param slowest the paths whose requests took most time together, most first; empty if times were not logged
 */
public record WebLogStatistics(
        Instant from,
        Instant until,
        long requests,
        long clientErrors,
        long serverErrors,
        Optional<DataSize> sent,
        Optional<ResponseTimes> times,
        List<WebLogPath> mostRequested,
        List<WebLogPath> slowest) {
    public WebLogStatistics {
        if (!from.isBefore(until)) {
            throw new IllegalArgumentException("A window ends after it begins: " + from + ", " + until);
        }
        if (requests < 0 || clientErrors < 0 || serverErrors < 0 || clientErrors + serverErrors > requests) {
            throw new IllegalArgumentException("No counts of requests: " + requests + ", " + clientErrors + " and "
                    + serverErrors + " of them with errors");
        }
        Objects.requireNonNull(sent, "sent");
        Objects.requireNonNull(times, "times");
        mostRequested = List.copyOf(mostRequested);
        slowest = List.copyOf(slowest);
    }

    /** The share of requests that the server failed on, 5xx: 0.001 is 0.1 %; 0 without requests. */
    public double errorRate() {
        return requests == 0 ? 0 : (double) serverErrors / requests;
    }
}
