package io.emrops.sqlserver.replication;

import io.emrops.sqlserver.session.Row;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.UUID;

/** A replica as a server says it is ("sys.dm_hadr_availability_replica_states (Transact-SQL)"). */
record ReplicaRow(
        UUID group,
        String name,
        String mode,
        boolean local,
        Optional<String> role,
        Optional<String> connected,
        OffsetDateTime serverTime) {
    static final String QUERY = "SELECT ag.group_id, ar.replica_server_name, ar.availability_mode_desc, rs.is_local,"
            + " rs.role_desc, rs.connected_state_desc, SYSDATETIMEOFFSET() AS server_time"
            + " FROM sys.availability_groups AS ag"
            + " JOIN sys.availability_replicas AS ar ON ar.group_id = ag.group_id"
            + " LEFT JOIN sys.dm_hadr_availability_replica_states AS rs ON rs.replica_id = ar.replica_id"
            + " WHERE ag.name = ?";

    static ReplicaRow of(Row row) throws SQLException {
        return new ReplicaRow(
                row.uuid("group_id").orElseThrow(),
                row.text("replica_server_name").orElse("?"),
                row.text("availability_mode_desc").orElse("?"),
                row.flag("is_local").orElse(false),
                row.text("role_desc"),
                row.text("connected_state_desc"),
                row.offsetTime("server_time").orElseThrow());
    }
}
