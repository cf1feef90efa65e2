package io.emrops.core.trigger;

import io.emrops.spi.TimeSource;
import java.time.Instant;

/**
 * The time of a watch: it starts at the wall clock, or where the watch before it was if that is later, and is moved on by the
 * monotonic clock. So cool-downs and staleness do not notice when the wall clock jumps.
 */
final class WatchClock {
    private final TimeSource time;
    private final Instant start;
    private final long origin;

    WatchClock(TimeSource time, Instant notBefore) {
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
}
