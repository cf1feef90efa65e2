package io.emrops.core.engine;

import io.emrops.spi.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The time of a run: it starts at the wall clock and is moved on by the monotonic one, so that it never goes back while
 * the process lives, whatever happens to the wall clock.
 */
final class RunClock {
    private static final Duration JUMP = Duration.ofSeconds(5);

    private final TimeSource time;
    private final Instant start;
    private final long origin;
    private Duration drift = Duration.ZERO;

    /** @param notBefore the run's last time in an earlier process: time does not go back on a resume either */
    RunClock(TimeSource time, Instant notBefore) {
        this.time = time;
        var wall = time.wallClock();
        this.start = wall.isBefore(notBefore) ? notBefore : wall;
        this.origin = time.nanoTime();
    }

    Instant now() {
        return start.plusNanos(time.nanoTime() - origin);
    }

    Instant wall() {
        return time.wallClock();
    }

    /** By how much the wall clock has jumped since this was last asked; empty if it has not. */
    synchronized Optional<Duration> jump() {
        var now = Duration.between(time.wallClock(), now());
        var by = drift.minus(now);
        if (by.abs().compareTo(JUMP) < 0) {
            return Optional.empty();
        }
        drift = now;
        return Optional.of(by);
    }
}
