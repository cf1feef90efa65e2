package io.emrops.replication;

import java.util.Objects;

/**
 * A failover that loses nothing.
 *
 * @param from who has to be primary now
 * @param to who becomes primary
 */
public record PlannedFailover(String from, String to) {
    public PlannedFailover {
        Objects.requireNonNull(from, "from");
        if (to.equals(from)) {
            throw new IllegalArgumentException("From a replica to itself: " + to);
        }
    }

    /** The way back. */
    public PlannedFailover back() {
        return new PlannedFailover(to, from);
    }
}
