package io.emrops.replication;

import io.emrops.Target;
import io.emrops.TargetUnavailableException;

/**
 * Tells how the replicas of one group are: an availability group, or a database whose log is shipped. Usable by itself, without any
 * runbook. A lag proves no recovery: restore tests at the other site do.
 *
 * <p>All methods block and may be called from any thread. They change nothing.
 */
public interface ReplicationMonitor {
    /** Which group. The same from wherever it is asked, and before and after a failover. */
    Target target();

    /** How replicas follow; asks nobody. */
    ReplicationKind kind();

    /**
     * Asks all replicas. One that does not answer is in the list with what the others know of it, and unknown for the rest.
     *
     * @throws TargetUnavailableException if none answers
     */
    ReplicationStatus status();
}
