package io.emrops.replication;

import java.util.Optional;

/**
 * Who was primary before a step.
 *
 * @param primary empty if nobody could tell
 */
record PrimaryBefore(Optional<String> primary) {
    static PrimaryBefore of(ReplicationMonitor monitor) {
        return new PrimaryBefore(monitor.status().primary().map(Replica::name));
    }
}
