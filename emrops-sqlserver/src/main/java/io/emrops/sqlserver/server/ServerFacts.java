package io.emrops.sqlserver.server;

import io.emrops.StepFailedException;
import io.emrops.Target;
import io.emrops.sqlserver.session.Row;
import io.emrops.sqlserver.session.ServerIdentity;
import io.emrops.sqlserver.session.ShortQueries;
import io.emrops.sqlserver.statement.ServerPath;
import java.sql.SQLException;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * An instance of SQL Server, as it describes itself ("SERVERPROPERTY (Transact-SQL)").
 *
 * @param name as {@code SERVERPROPERTY('ServerName')}, with the name of the instance
 * @param majorVersion 16 for SQL Server 2022
 * @param version as in {@code 16.0.1000.6}
 * @param engineEdition 2 is Standard and Web, 3 Enterprise, Developer and Evaluation, 4 Express, 5 Azure SQL Database, 8 Managed Instance
 * @param editionId tells editions apart that have the same engine
 * @param edition in words
 * @param platform what it runs on
 * @param hadr whether availability groups are enabled
 * @param dataPath where new databases go; empty if the server does not say
 * @param logPath where their logs go
 * @param backupPath where backups go; known since SQL Server 2019
 * @param offset of the server's clock from UTC, now
 * @param msdb the broker's identifier of msdb, which is the instance's own
 */
public record ServerFacts(
        String name,
        int majorVersion,
        String version,
        int engineEdition,
        long editionId,
        String edition,
        ServerPath.Platform platform,
        boolean hadr,
        Optional<ServerPath> dataPath,
        Optional<ServerPath> logPath,
        Optional<ServerPath> backupPath,
        ZoneOffset offset,
        UUID msdb) {
    private static final int FIRST_ON_LINUX = 14;
    private static final String PROPERTIES =
            "SELECT CAST(SERVERPROPERTY('ServerName') AS nvarchar(128)) AS server_name,"
                    + " CAST(SERVERPROPERTY('ProductMajorVersion') AS int) AS major_version,"
                    + " CAST(SERVERPROPERTY('ProductVersion') AS nvarchar(128)) AS version,"
                    + " CAST(SERVERPROPERTY('EngineEdition') AS int) AS engine_edition,"
                    + " CAST(SERVERPROPERTY('EditionID') AS bigint) AS edition_id,"
                    + " CAST(SERVERPROPERTY('Edition') AS nvarchar(128)) AS edition,"
                    + " CAST(SERVERPROPERTY('IsHadrEnabled') AS int) AS is_hadr_enabled,"
                    + " CAST(SERVERPROPERTY('InstanceDefaultDataPath') AS nvarchar(512)) AS data_path,"
                    + " CAST(SERVERPROPERTY('InstanceDefaultLogPath') AS nvarchar(512)) AS log_path,"
                    + " CAST(SERVERPROPERTY('InstanceDefaultBackupPath') AS nvarchar(512)) AS backup_path,"
                    + " SYSDATETIMEOFFSET() AS server_time";

    public ServerFacts {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(version, "version");
        Objects.requireNonNull(edition, "edition");
        Objects.requireNonNull(platform, "platform");
        Objects.requireNonNull(dataPath, "dataPath");
        Objects.requireNonNull(logPath, "logPath");
        Objects.requireNonNull(backupPath, "backupPath");
        Objects.requireNonNull(offset, "offset");
        Objects.requireNonNull(msdb, "msdb");
    }

    /**
     * Asks the server.
     *
     * @throws io.emrops.TargetUnavailableException if there is no answer
     */
    public static ServerFacts read(ShortQueries queries) {
        var msdb = queries.find(
                        "the identifier of msdb",
                        "SELECT service_broker_guid FROM sys.databases WHERE name = N'msdb'",
                        row -> row.uuid("service_broker_guid"))
                .flatMap(found -> found)
                .orElseThrow(() -> new StepFailedException("SQL Server does not show msdb, by which it is known"));
        var major = queries.find(
                        "the version",
                        "SELECT CAST(SERVERPROPERTY('ProductMajorVersion') AS int) AS major_version",
                        row -> row.integer("major_version").orElse(0))
                .orElse(0);
        var platform = major < FIRST_ON_LINUX
                ? ServerPath.Platform.WINDOWS
                : queries.find(
                                "the platform",
                                "SELECT host_platform FROM sys.dm_os_host_info",
                                row -> ServerPath.Platform.of(
                                        row.text("host_platform").orElse("Windows")))
                        .orElse(ServerPath.Platform.WINDOWS);
        return queries.find("the server's properties", PROPERTIES, row -> of(row, platform, msdb))
                .orElseThrow();
    }

    private static ServerFacts of(Row row, ServerPath.Platform platform, UUID msdb) throws SQLException {
        return new ServerFacts(
                row.text("server_name").orElse("?"),
                row.integer("major_version").orElse(0),
                row.text("version").orElse("?"),
                row.integer("engine_edition").orElse(0),
                row.bigInteger("edition_id").orElse(0L),
                row.text("edition").orElse("?"),
                platform,
                row.flag("is_hadr_enabled").orElse(false),
                path(platform, row.text("data_path")),
                path(platform, row.text("log_path")),
                path(platform, row.text("backup_path")),
                row.offsetTime("server_time").orElseThrow().getOffset(),
                msdb);
    }

    /** Empty also for a place that no statement of ours may name, such as a URL: whoever needs one has to be told another. */
    static Optional<ServerPath> path(ServerPath.Platform platform, Optional<String> text) {
        try {
            return text.filter(path -> !path.isBlank()).map(path -> new ServerPath(platform, path));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /**
     * The server as the target of a step. Its name and the identifier of its msdb: a machine that was cloned has another name, and one that
     * took the name of another has another msdb.
     */
    public Target target() {
        return new Target("sqlserver", name, identity().text());
    }

    /** One of its databases as the target of a step. */
    public Target target(String database) {
        return new Target("sqlserver", name + "/" + database, identity().text() + "/" + database);
    }

    /** By which it is told from others. */
    public ServerIdentity identity() {
        return new ServerIdentity(name, msdb);
    }

    /** Whether the server can do this. */
    public boolean can(Capability capability) {
        return capability.isOf(this);
    }
}
