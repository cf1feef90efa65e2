package io.emrops.sqlserver.replication;

import io.emrops.PreconditionFailedException;
import io.emrops.sqlserver.server.ServerFacts;
import io.emrops.sqlserver.session.Row;
import io.emrops.sqlserver.statement.ServerPath;
import java.sql.SQLException;

/**
 * Where the log backups lie, as one of the two servers names it.
 *
 * @param first on the primary, where it writes; on the secondary, the share that they are copied from
 * @param second on the primary, the share; on the secondary, where they are copied to
 */
record Folders(String first, String second) {
    /** "log_shipping_primary_databases (Transact-SQL)". */
    static final String OF_PRIMARY = "SELECT backup_directory AS first_folder, backup_share AS second_folder"
            + " FROM msdb.dbo.log_shipping_primary_databases WHERE primary_database = ?";

    /** "log_shipping_secondary (Transact-SQL)", "log_shipping_secondary_databases (Transact-SQL)". */
    static final String OF_SECONDARY =
            "SELECT s.backup_source_directory AS first_folder, s.backup_destination_directory AS second_folder"
                    + " FROM msdb.dbo.log_shipping_secondary AS s"
                    + " JOIN msdb.dbo.log_shipping_secondary_databases AS d ON d.secondary_id = s.secondary_id"
                    + " WHERE d.secondary_database = ?";

    static Folders of(Row row) throws SQLException {
        return new Folders(
                row.text("first_folder").orElse(""), row.text("second_folder").orElse(""));
    }

    /** @throws PreconditionFailedException if it is none on that server */
    static ServerPath path(ServerFacts server, String folder) {
        try {
            return new ServerPath(server.platform(), folder);
        } catch (IllegalArgumentException e) {
            throw new PreconditionFailedException(
                    server.name() + " names no directory for log backups; nothing was changed", e);
        }
    }
}
