package io.emrops.weblog;

import java.time.Duration;
import java.util.Objects;

/**
 * Requests of one path. Where a window has more different paths than are kept, the rarest are forgotten (Space-Saving), and a path that comes back is
 * counted anew: then {@code missedRequests} or {@code missedTime} says how much may be missing.
 *
 * @param path as the {@link PathRule} has it; one of more than 200 characters is cut
 * @param requests at least so many
 * @param serverErrors how many of them had a status of 5xx
 * @param time they took together
 * @param longest of them
 * @param missedRequests so many more at most; 0 if the count is exact
 * @param missedTime so much more at most; zero if the time is exact
 */
public record WebLogPath(
        String path,
        long requests,
        long serverErrors,
        Duration time,
        Duration longest,
        long missedRequests,
        Duration missedTime) {
    public WebLogPath {
        Objects.requireNonNull(path, "path");
        if (requests < 1 || serverErrors < 0 || serverErrors > requests || missedRequests < 0) {
            throw new IllegalArgumentException("No counts of requests: " + requests + ", " + serverErrors + " errors, "
                    + missedRequests + " missed");
        }
        if (time.isNegative() || longest.isNegative() || missedTime.isNegative()) {
            throw new IllegalArgumentException("Times are not negative");
        }
    }

    /** Whether nothing is missing. */
    public boolean exact() {
        return missedRequests == 0 && missedTime.isZero();
    }
}
