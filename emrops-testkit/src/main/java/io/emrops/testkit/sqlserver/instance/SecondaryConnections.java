package io.emrops.testkit.sqlserver.instance;

/** As {@code sys.availability_replicas.secondary_role_allow_connections_desc} has it ("sys.availability_replicas (Transact-SQL)"). */
public enum SecondaryConnections {
    /** Nobody is let into a secondary database. */
    NO,
    /** Whoever has said at the login that it only reads. */
    READ_ONLY,
    /** Everybody. */
    ALL;

    boolean allow(boolean readIntent) {
        return this == ALL || (this == READ_ONLY && readIntent);
    }
}
