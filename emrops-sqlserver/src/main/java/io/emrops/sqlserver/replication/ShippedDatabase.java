package io.emrops.sqlserver.replication;

import io.emrops.sqlserver.history.Forks;
import io.emrops.sqlserver.history.Lsn;
import io.emrops.sqlserver.session.Row;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;

/**
 * A database of one of the two servers as that shows it ("sys.databases (Transact-SQL)", "sys.database_recovery_status (Transact-SQL)").
 *
 * @param standby whether it is read between two restores
 * @param family empty while it is not open
 * @param forks empty while it is not open
 * @param nextLog where the next log backup begins; empty while it is not open, and if there is no chain of them
 * @param sessions of users in it
 */
record ShippedDatabase(
        String state,
        String access,
        boolean readOnly,
        boolean standby,
        Optional<UUID> family,
        Optional<Forks> forks,
        Optional<Lsn> nextLog,
        int sessions) {
    static final String QUERY = """
            SELECT d.state_desc, d.user_access_desc, d.is_read_only, d.is_in_standby,
                   r.family_guid, r.recovery_fork_guid, r.first_recovery_fork_guid, r.fork_point_lsn, r.last_log_backup_lsn,
                   (SELECT COUNT(*) FROM sys.dm_exec_sessions AS s WHERE s.database_id = d.database_id AND s.is_user_process = 1) AS sessions
            FROM sys.databases AS d
            LEFT JOIN sys.database_recovery_status AS r ON r.database_id = d.database_id
            WHERE d.name = ?""";

    static ShippedDatabase of(Row row) throws SQLException {
        var last = row.uuid("recovery_fork_guid");
        var first = row.uuid("first_recovery_fork_guid").or(() -> last);
        var point = row.number("fork_point_lsn").map(Lsn::of);
        return new ShippedDatabase(
                row.text("state_desc").orElse("?"),
                row.text("user_access_desc").orElse("?"),
                row.flag("is_read_only").orElse(false),
                row.flag("is_in_standby").orElse(false),
                row.uuid("family_guid"),
                last.map(fork -> new Forks(
                        first.orElse(fork), fork, first.orElse(fork).equals(fork) ? Optional.<Lsn>empty() : point)),
                row.number("last_log_backup_lsn").map(Lsn::of),
                row.integer("sessions").orElse(0));
    }

    /** Whether it is recovered. */
    boolean isOpen() {
        return state.equals("ONLINE") && !standby;
    }

    /** Whether more can be restored to it. */
    boolean isRestoring() {
        return state.equals("RESTORING") || (state.equals("ONLINE") && standby);
    }
}
