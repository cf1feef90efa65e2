package io.emrops.sqlserver.restore;

import io.emrops.sqlserver.history.Forks;
import io.emrops.sqlserver.history.Lsn;
import io.emrops.sqlserver.session.Row;
import io.emrops.sqlserver.session.ShortQueries;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Asks the server for its databases, and for what else it knows beside the history of backups. */
final class ServerDatabases {
    private static final String DATABASE = """
            SELECT d.database_id, d.create_date, d.name, d.state_desc, d.user_access_desc, d.recovery_model_desc, d.source_database_id,
                   d.is_in_standby, d.replica_id, m.mirroring_guid, d.is_trustworthy_on, d.is_broker_enabled,
                   r.family_guid, r.recovery_fork_guid, r.first_recovery_fork_guid, r.fork_point_lsn, r.last_log_backup_lsn
            FROM sys.databases AS d
            LEFT JOIN sys.database_recovery_status AS r ON r.database_id = d.database_id
            LEFT JOIN sys.database_mirroring AS m ON m.database_id = d.database_id
            WHERE d.name = ?""";

    private static final String FILES =
            "SELECT physical_name, redo_start_lsn FROM sys.master_files WHERE database_id = ? ORDER BY file_id";

    private final ShortQueries queries;

    ServerDatabases(ShortQueries queries) {
        this.queries = queries;
    }

    private record Place(String file, Optional<BigDecimal> redoFrom) {}

    Optional<ServerDatabase> find(String name) {
        return queries.find("the database " + name, DATABASE, this::database, name)
                .map(found -> found.files().isEmpty() ? withFiles(found) : found);
    }

    private ServerDatabase database(Row row) throws SQLException {
        var last = row.uuid("recovery_fork_guid");
        var first = row.uuid("first_recovery_fork_guid").or(() -> last);
        var point = row.number("fork_point_lsn").map(Lsn::of);
        return new ServerDatabase(
                row.integer("database_id").orElseThrow(),
                row.time("create_date"),
                row.text("name").orElseThrow(),
                row.text("state_desc").orElse("?"),
                row.text("user_access_desc").orElse("?"),
                row.text("recovery_model_desc").orElse("?"),
                row.integer("source_database_id").isPresent(),
                row.flag("is_in_standby").orElse(false),
                row.uuid("replica_id").isPresent() || row.uuid("mirroring_guid").isPresent(),
                row.flag("is_trustworthy_on").orElse(false),
                row.flag("is_broker_enabled").orElse(false),
                row.uuid("family_guid"),
                last.map(fork -> new Forks(
                        first.orElse(fork), fork, first.orElse(fork).equals(fork) ? Optional.<Lsn>empty() : point)),
                row.number("last_log_backup_lsn").map(Lsn::of),
                List.of(),
                Optional.empty());
    }

    private ServerDatabase withFiles(ServerDatabase of) {
        var places = queries.list(
                "the files of " + of.name(),
                FILES,
                row -> new Place(row.text("physical_name").orElse(""), row.number("redo_start_lsn")),
                of.id());
        return new ServerDatabase(
                of.id(),
                of.created(),
                of.name(),
                of.state(),
                of.access(),
                of.model(),
                of.snapshot(),
                of.standby(),
                of.grouped(),
                of.trustworthy(),
                of.broker(),
                of.family(),
                of.forks(),
                of.lastLogBackup(),
                places.stream().map(Place::file).toList(),
                places.stream()
                        .map(Place::redoFrom)
                        .flatMap(Optional::stream)
                        .map(Lsn::of)
                        .findFirst());
    }

    /** Whether it is a replica that follows another, so that the end of its log may be missing here; also if that is not known. */
    boolean isSecondary(ServerDatabase database) {
        return database.grouped()
                && !queries.find(
                                "the role of " + database.name(),
                                "SELECT CASE WHEN d.replica_id IS NULL THEN 1 ELSE r.is_primary_replica END AS is_primary"
                                        + " FROM sys.databases AS d"
                                        + " LEFT JOIN sys.dm_hadr_database_replica_states AS r"
                                        + " ON r.database_id = d.database_id AND r.is_local = 1 WHERE d.database_id = ?",
                                row -> row.flag("is_primary").orElse(false),
                                database.id())
                        .orElse(false);
    }

    /** Sessions of users in a database. */
    int usersOf(ServerDatabase database) {
        return queries.find(
                        "the sessions in " + database.name(),
                        "SELECT COUNT(*) AS users FROM sys.dm_exec_sessions WHERE database_id = ? AND is_user_process = 1",
                        row -> row.integer("users").orElse(0),
                        database.id())
                .orElse(0);
    }

    /** "Database snapshots (SQL Server)": their source cannot be restored. */
    List<String> snapshotsOf(ServerDatabase database) {
        return queries
                .list(
                        "the snapshots of " + database.name(),
                        "SELECT name FROM sys.databases WHERE source_database_id = ? ORDER BY name",
                        row -> row.text("name"),
                        database.id())
                .stream()
                .flatMap(Optional::stream)
                .toList();
    }

    /** Thumbprints of the certificates in master, as hexadecimal digits. */
    Set<String> certificates() {
        var found = new HashSet<String>();
        queries.list(
                        "the certificates",
                        "SELECT CONVERT(varchar(64), thumbprint, 2) AS thumbprint FROM master.sys.certificates",
                        row -> row.text("thumbprint"))
                .forEach(print -> print.ifPresent(text -> found.add(text.toUpperCase(Locale.ROOT))));
        return found;
    }

    /** Users of an open database whose login is not there, or has another identity. */
    List<String> orphanedUsers(String quotedDatabase) {
        return queries
                .list(
                        "the users without a login",
                        "SELECT dp.name FROM " + quotedDatabase + ".sys.database_principals AS dp"
                                + " LEFT JOIN sys.server_principals AS sp ON sp.sid = dp.sid"
                                + " WHERE dp.type IN ('S', 'U', 'G') AND dp.authentication_type IN (1, 3)"
                                + " AND dp.principal_id > 4 AND sp.sid IS NULL ORDER BY dp.name",
                        row -> row.text("name"))
                .stream()
                .flatMap(Optional::stream)
                .toList();
    }

    /** Which restore of any database was the last; 0 if there was none. */
    long lastRestore() {
        return queries.find(
                        "the history of restores",
                        "SELECT MAX(restore_history_id) AS last FROM msdb.dbo.restorehistory",
                        row -> row.bigInteger("last").orElse(0L))
                .orElse(0L);
    }

    /** What was restored to a database since, in the order in which it was done. */
    List<Restored> restoresTo(String database, long since) {
        return queries
                .list(
                        "the history of restores",
                        "SELECT rh.restore_date, rh.restore_type, rh.recovery, rh.stop_at, bs.backup_set_uuid"
                                + " FROM msdb.dbo.restorehistory AS rh"
                                + " LEFT JOIN msdb.dbo.backupset AS bs ON bs.backup_set_id = rh.backup_set_id"
                                + " WHERE rh.destination_database_name = ? AND rh.restore_history_id > ?"
                                + " ORDER BY rh.restore_history_id",
                        row -> new Restored(
                                row.uuid("backup_set_uuid"),
                                row.text("restore_type").map(String::strip).orElse("?"),
                                row.time("stop_at"),
                                row.flag("recovery").orElse(false),
                                row.time("restore_date")),
                        database,
                        since)
                .stream()
                .toList();
    }

    /** Whether the login may bring a database online again that it has taken offline. */
    boolean mayBringOnline() {
        return queries.find(
                        "permissions",
                        "SELECT CASE WHEN HAS_PERMS_BY_NAME(NULL, NULL, 'ALTER ANY DATABASE') = 1 THEN 1 ELSE 0 END AS may",
                        row -> row.flag("may").orElse(false))
                .orElse(false);
    }

    /** What the login may do with a database that is to be overwritten, or on the server for one that is to be made. */
    boolean mayRestore(Optional<ServerDatabase> over) {
        var isOwner = over.map(database -> " WHEN EXISTS (SELECT 1 FROM sys.databases WHERE database_id = "
                        + database.id()
                        + " AND owner_sid = (SELECT sid FROM sys.server_principals WHERE name = SUSER_SNAME()))"
                        + " THEN 1")
                .orElse(" WHEN HAS_PERMS_BY_NAME(NULL, NULL, 'CREATE ANY DATABASE') = 1 THEN 1");
        return queries.find(
                        "permissions",
                        "SELECT CASE WHEN IS_SRVROLEMEMBER('sysadmin') = 1 THEN 1 WHEN IS_SRVROLEMEMBER('dbcreator') = 1 THEN 1"
                                + isOwner + " ELSE 0 END AS may",
                        row -> row.flag("may").orElse(false))
                .orElse(false);
    }
}
