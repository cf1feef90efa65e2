package io.emrops.sqlserver.backup;

import io.emrops.sqlserver.session.Row;
import io.emrops.sqlserver.session.ShortQueries;
import java.sql.SQLException;
import java.util.Optional;

/**
 * A database that is to be backed up, from "sys.databases (Transact-SQL)" and its like.
 *
 * @param name in the server's own spelling
 * @param state such as {@code ONLINE}
 * @param recoveryModel such as {@code FULL}
 * @param snapshot whether it is a view of another at an earlier time
 * @param standby whether it is read between two restores of logs
 * @param inGroup whether it belongs to an availability group
 * @param logBegun whether there is a backup that log backups follow
 * @param differentialBase whether there is a full backup that differential ones build on
 */
record SourceDatabase(
        String name,
        String state,
        String recoveryModel,
        boolean snapshot,
        boolean standby,
        boolean inGroup,
        boolean logBegun,
        boolean differentialBase) {
    private static final String QUERY = """
            SELECT d.name, d.state_desc, d.recovery_model_desc, d.source_database_id, d.is_in_standby, d.replica_id,
                   rs.last_log_backup_lsn, mf.differential_base_lsn
            FROM sys.databases AS d
            LEFT JOIN sys.database_recovery_status AS rs ON rs.database_id = d.database_id
            LEFT JOIN sys.master_files AS mf ON mf.database_id = d.database_id AND mf.file_id = 1
            WHERE d.name = ?""";

    static Optional<SourceDatabase> read(ShortQueries queries, String name) {
        return queries.find("the database", QUERY, SourceDatabase::of, name);
    }

    private static SourceDatabase of(Row row) throws SQLException {
        return new SourceDatabase(
                row.text("name").orElseThrow(),
                row.text("state_desc").orElse("?"),
                row.text("recovery_model_desc").orElse("?"),
                row.integer("source_database_id").isPresent(),
                row.flag("is_in_standby").orElse(false),
                row.uuid("replica_id").isPresent(),
                row.number("last_log_backup_lsn").isPresent(),
                row.number("differential_base_lsn").isPresent());
    }
}
