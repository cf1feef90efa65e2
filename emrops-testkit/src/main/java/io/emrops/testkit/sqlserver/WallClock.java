package io.emrops.testkit.sqlserver;

import io.emrops.spi.TimeSource;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;

/** The wall clock of a source of time. */
final class WallClock extends Clock {
    private final TimeSource time;
    private final ZoneId zone;

    WallClock(TimeSource time, ZoneId zone) {
        this.time = time;
        this.zone = zone;
    }

    @Override
    public ZoneId getZone() {
        return zone;
    }

    @Override
    public Clock withZone(ZoneId newZone) {
        return new WallClock(time, newZone);
    }

    @Override
    public Instant instant() {
        return time.wallClock();
    }
}
