package io.emrops.diagnostics;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Who is connected to a system.
 *
 * @param at when, by the system's clock
 * @param groups those of users, the largest first
 * @param limit how many the system takes
 * @param workers how many threads it works with; empty if it does not say
 */
public record Connections(Instant at, List<ConnectionGroup> groups, int limit, Optional<Workers> workers) {
    /**
     * The threads that a system works with. Without a free one even a login waits.
     *
     * @param used now
     * @param maximum that there may be
     * @param waiting pieces of work that wait for one
     */
    public record Workers(int used, int maximum, int waiting) {}

    public Connections {
        Objects.requireNonNull(at, "at");
        groups = List.copyOf(groups);
        Objects.requireNonNull(workers, "workers");
    }

    /** How many sessions of users there are. */
    public int sessions() {
        return groups.stream().mapToInt(ConnectionGroup::sessions).sum();
    }

    /** The share of the limit that is taken, in percent. */
    public double percent() {
        return 100.0 * sessions() / Math.max(limit, 1);
    }
}
