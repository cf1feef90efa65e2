package io.emrops.sqlserver.session;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * How far a long statement is.
 *
 * @param percent 0 to 100, as the server says
 * @param elapsed since it was sent
 * @param remaining if it goes on as it did so far; empty at the beginning and at the end, when nothing can be said
 */
public record OperationProgress(int percent, Duration elapsed, Optional<Duration> remaining) {
    public OperationProgress {
        Objects.requireNonNull(elapsed, "elapsed");
        Objects.requireNonNull(remaining, "remaining");
    }

    static OperationProgress at(int percent, Duration elapsed) {
        var remaining = percent > 0 && percent < 100
                ? Optional.of(elapsed.multipliedBy(100L - percent).dividedBy(percent))
                : Optional.<Duration>empty();
        return new OperationProgress(percent, elapsed, remaining);
    }
}
