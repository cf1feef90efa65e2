package io.emrops.sqlserver.recovery;

import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.Optional;

/**
 * What is known of the clock on the server's wall, by which a restore is told where to stop.
 *
 * @param zone the server's time zone, if it was configured
 * @param present how far the server is ahead of UTC now, if it was asked
 */
public record ServerClock(Optional<ZoneId> zone, Optional<ZoneOffset> present) {
    public ServerClock {
        Objects.requireNonNull(zone, "zone");
        Objects.requireNonNull(present, "present");
    }

    /** The zone is configured. */
    public static ServerClock in(ZoneId zone) {
        return new ServerClock(Optional.of(zone), Optional.empty());
    }

    /** Only the present offset is known, and those in the backup sets. */
    public static ServerClock now(ZoneOffset present) {
        return new ServerClock(Optional.empty(), Optional.of(present));
    }

    /** Only the offsets in the backup sets are known. */
    public static ServerClock unknown() {
        return new ServerClock(Optional.empty(), Optional.empty());
    }
}
