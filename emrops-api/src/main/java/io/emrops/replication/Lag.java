package io.emrops.replication;

import io.emrops.DataSize;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * How far a replica is behind its primary. What is empty is not known, and not nothing: neither side can tell.
 *
 * @param time what was committed in it is not on the replica yet; with log shipping the age of the last restored log backup. Zero on the
 *     primary itself
 * @param unsent log that waits to be sent
 * @param unredone log that has arrived and waits to be redone or restored
 */
public record Lag(Optional<Duration> time, Optional<DataSize> unsent, Optional<DataSize> unredone) {
    public Lag {
        if (time.filter(Duration::isNegative).isPresent()) {
            throw new IllegalArgumentException("No lag: " + time.get());
        }
        Objects.requireNonNull(unsent, "unsent");
        Objects.requireNonNull(unredone, "unredone");
    }

    /** Nothing is known of it. */
    public static Lag unknown() {
        return new Lag(Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** The primary's. */
    public static Lag none() {
        return new Lag(Optional.of(Duration.ZERO), Optional.of(new DataSize(0)), Optional.of(new DataSize(0)));
    }

    /** Whether it is known to be no longer than this. */
    public boolean isWithin(Duration most) {
        return time.filter(lag -> lag.compareTo(most) <= 0).isPresent();
    }
}
