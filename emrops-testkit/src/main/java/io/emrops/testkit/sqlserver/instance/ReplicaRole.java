package io.emrops.testkit.sqlserver.instance;

/** As {@code sys.dm_hadr_availability_replica_states.role_desc} has it ("sys.dm_hadr_availability_replica_states (Transact-SQL)"). */
public enum ReplicaRole {
    /** Neither of the others. */
    RESOLVING,
    /** Its databases take changes. */
    PRIMARY,
    /** Its databases follow those of the primary. */
    SECONDARY
}
