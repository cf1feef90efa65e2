package io.emrops.testkit.sqlserver.instance;

/** As {@code sys.dm_hadr_database_replica_states.suspend_reason_desc} has it ("sys.dm_hadr_database_replica_states (Transact-SQL)"). */
public enum SuspendReason {
    /** Somebody has suspended it. */
    SUSPEND_FROM_USER,
    /** A failover was forced. */
    SUSPEND_FROM_PARTNER
}
