package io.emrops.sqlserver.maintenance;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * How long things may take.
 *
 * @param measuring of the fragmentation of indexes
 * @param checking of the integrity of a database; no limit if it is empty
 * @param invariants of the query of one
 */
public record MaintenanceLimits(Duration measuring, Optional<Duration> checking, Duration invariants) {
    /** Half an hour for measuring, ten minutes for an invariant, and no limit for checks. */
    public static final MaintenanceLimits DEFAULT =
            new MaintenanceLimits(Duration.ofMinutes(30), Optional.empty(), Duration.ofMinutes(10));

    public MaintenanceLimits {
        requireSeconds(measuring);
        Objects.requireNonNull(checking, "checking").ifPresent(MaintenanceLimits::requireSeconds);
        requireSeconds(invariants);
    }

    private static void requireSeconds(Duration limit) {
        if (limit.toSeconds() < 1) {
            throw new IllegalArgumentException("A limit is a second or more, not " + limit);
        }
    }
}
