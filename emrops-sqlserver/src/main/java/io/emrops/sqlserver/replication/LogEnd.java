package io.emrops.sqlserver.replication;

import io.emrops.sqlserver.history.Lsn;
import io.emrops.sqlserver.session.Row;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.util.Optional;
import java.util.UUID;

/**
 * The newest log backup that a server has made of a database ("backupset (Transact-SQL)").
 *
 * @param closing whether it has closed the database ({@code WITH NORECOVERY}), so that there is nothing after it
 * @param file where it lies, as the server that made it names it
 */
record LogEnd(UUID id, Lsn last, boolean closing, Optional<LocalDateTime> finished, String file) {
    static final String QUERY = """
            SELECT TOP (1) bs.backup_set_uuid, bs.last_lsn, bs.is_force_offline, bs.backup_finish_date, mf.physical_device_name
            FROM msdb.dbo.backupset AS bs
            JOIN msdb.dbo.backupmediafamily AS mf ON mf.media_set_id = bs.media_set_id
            WHERE bs.database_name = ? AND bs.type = 'L'
            ORDER BY bs.backup_set_id DESC""";

    /** When a backup was last restored over a database. */
    static final String RESTORED =
            "SELECT MAX(restore_date) AS restored FROM msdb.dbo.restorehistory WHERE destination_database_name = ?";

    static LogEnd of(Row row) throws SQLException {
        return new LogEnd(
                row.uuid("backup_set_uuid").orElseThrow(),
                row.number("last_lsn").map(Lsn::of).orElseThrow(),
                row.flag("is_force_offline").orElse(false),
                row.time("backup_finish_date"),
                row.text("physical_device_name").orElse(""));
    }

    /** What the file is called, in whichever directory. */
    String fileName() {
        return file.substring(Math.max(file.lastIndexOf('\\'), file.lastIndexOf('/')) + 1);
    }
}
