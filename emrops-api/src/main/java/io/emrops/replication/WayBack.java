package io.emrops.replication;

/** What has to be done after a failover before there can be one back. */
public enum WayBack {
    /** The former primary follows: a planned failover back loses nothing as soon as it is synchronised. */
    FAIL_BACK,
    /** The former primary is suspended: {@linkplain ReplicaFailover#resume resuming} it throws away what only it had, and then it follows. */
    RESUME,
    /** The former primary cannot follow: it has to be seeded anew from a full backup of the new primary. */
    RESEED
}
