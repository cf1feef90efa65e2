package io.emrops.sqlserver.diagnostics;

import io.emrops.DataSize;
import io.emrops.EmropsException;
import io.emrops.TargetUnavailableException;
import io.emrops.diagnostics.DatabaseFile;
import io.emrops.diagnostics.LogSpace;
import io.emrops.diagnostics.Space;
import io.emrops.diagnostics.Volume;
import io.emrops.sqlserver.session.Row;
import io.emrops.sqlserver.session.ShortQueries;
import io.emrops.sqlserver.statement.Identifier;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The files of databases ("sys.master_files (Transact-SQL)"), what is in them, and the volumes they lie on. */
public final class SpaceSurvey {
    private static final int PAGE = 8192;

    /** Of a log nobody has limited: 2 TB, in pages. */
    private static final int LOG_WITHOUT_LIMIT = 268_435_456;

    private static final int EXPRESS = 4;
    private static final int SQL_SERVER_2025 = 17;

    private static final String FILES = """
            SELECT d.database_id, d.name AS database_name, d.state_desc, d.log_reuse_wait_desc, f.file_id, f.name AS file_name, f.type,
                   f.size, f.max_size, f.growth, f.is_percent_growth,
                   v.volume_mount_point, v.total_bytes, v.available_bytes
            FROM sys.master_files AS f
            JOIN sys.databases AS d ON d.database_id = f.database_id
            OUTER APPLY sys.dm_os_volume_stats(f.database_id, f.file_id) AS v
            ORDER BY d.name, f.file_id""";

    private static final String USED = """
            SELECT u.file_id, u.allocated_extent_page_count FROM sys.dm_db_file_space_usage AS u""";

    private static final String LOG = """
            SELECT l.total_log_size_in_bytes, l.used_log_space_in_percent FROM sys.dm_db_log_space_usage AS l""";

    private final Look look;

    /** Asks nothing yet. */
    public SpaceSurvey(Look look) {
        this.look = look;
    }

    private record FileRow(
            String database,
            boolean online,
            String logWaits,
            int id,
            String name,
            int type,
            DataSize size,
            Optional<DataSize> maximum,
            String growth,
            String volume,
            Optional<Volume> room) {}

    /** See {@link io.emrops.diagnostics.DiagnosticsProvider#space}. */
    public Space take() {
        Needed.require(look, Needed.STATE, Needed.FILES);
        var rows = look.queries().list("the files of the databases", FILES, SpaceSurvey::file);
        var unknown = new ArrayList<String>();
        var volumes = new LinkedHashMap<String, Volume>();
        rows.forEach(row -> row.room.ifPresent(volume -> volumes.putIfAbsent(volume.name(), volume)));
        var byDatabase = new LinkedHashMap<String, List<FileRow>>();
        rows.forEach(row -> byDatabase
                .computeIfAbsent(row.database, any -> new ArrayList<>())
                .add(row));
        var files = new ArrayList<DatabaseFile>();
        var logs = new ArrayList<LogSpace>();
        // A session of its own, as the views of a database are asked in that database.
        try (var session = look.dedicated()) {
            var queries = session.queries(look.target());
            byDatabase.forEach((database, own) -> {
                var inside = inside(queries, database, own.get(0), unknown);
                own.forEach(row -> files.add(described(row, inside.used)));
                inside.log.ifPresent(logs::add);
            });
        }
        return new Space(
                look.now().toInstant(), files, List.copyOf(volumes.values()), logs, largestDatabase(), unknown);
    }

    private static FileRow file(Row row) throws SQLException {
        var type = row.integer("type").orElse(0);
        var size = row.bigInteger("size").orElse(0L);
        var volume = Look.name(row, "volume_mount_point");
        Optional<Volume> room = volume.isEmpty()
                ? Optional.empty()
                : Optional.of(new Volume(
                        volume,
                        new DataSize(row.bigInteger("total_bytes").orElse(0L)),
                        new DataSize(row.bigInteger("available_bytes").orElse(0L))));
        return new FileRow(
                row.text("database_name").orElseThrow(),
                row.text("state_desc").orElse("").equals("ONLINE"),
                row.text("log_reuse_wait_desc").orElse("?"),
                row.integer("file_id").orElse(0),
                Look.name(row, "file_name"),
                type,
                new DataSize(size * PAGE),
                maximum(row.integer("max_size").orElse(-1)),
                growth(row),
                volume,
                room);
    }

    /** 0 is a file that does not grow, which its growth says too. */
    private static Optional<DataSize> maximum(int pages) {
        return pages <= 0 || pages == LOG_WITHOUT_LIMIT
                ? Optional.empty()
                : Optional.of(new DataSize((long) pages * PAGE));
    }

    private static String growth(Row row) throws SQLException {
        long growth = row.integer("growth").orElse(0);
        if (growth == 0 || row.integer("max_size").orElse(-1) == 0) {
            return "";
        }
        return row.flag("is_percent_growth").orElse(false) ? growth + "%" : new DataSize(growth * PAGE).toString();
    }

    private static DatabaseFile described(FileRow row, Map<Integer, DataSize> used) {
        var kind = switch (row.type) {
            case 0 -> DatabaseFile.Kind.DATA;
            case 1 -> DatabaseFile.Kind.LOG;
            default -> DatabaseFile.Kind.OTHER;
        };
        return new DatabaseFile(
                row.database,
                row.name,
                kind,
                row.size,
                Optional.ofNullable(used.get(row.id)),
                row.maximum,
                row.growth,
                row.volume);
    }

    /** What the database's own views tell, which need to be let in there. */
    private record Inside(Map<Integer, DataSize> used, Optional<LogSpace> log) {}

    private static Inside inside(ShortQueries queries, String database, FileRow any, List<String> unknown) {
        var used = new HashMap<Integer, DataSize>();
        if (!any.online) {
            unknown.add(database + " is not online: what its files hold is not known");
            return new Inside(used, Optional.empty());
        }
        try {
            queries.list("a database", "USE " + Identifier.of(database).quoted(), row -> true);
            queries.list(
                    "what the files of a database hold",
                    USED,
                    row -> used.put(
                            row.integer("file_id").orElse(0),
                            new DataSize(row.bigInteger("allocated_extent_page_count")
                                            .orElse(0L)
                                    * PAGE)));
            var log = queries.find("the log of a database", LOG, row -> log(database, row, any.logWaits))
                    .flatMap(found -> found);
            if (log.isEmpty()) {
                unknown.add("How much of the log of " + database + " is used is not known");
            }
            return new Inside(used, log);
        } catch (EmropsException e) {
            notSeen(database, e, unknown);
            return new Inside(used, Optional.empty());
        }
    }

    /** @return empty if the server does not say how much of it is taken */
    private static Optional<LogSpace> log(String database, Row row, String waits) throws SQLException {
        var size = row.bigInteger("total_log_size_in_bytes");
        var percent = row.number("used_log_space_in_percent");
        return size.isEmpty() || percent.isEmpty()
                ? Optional.empty()
                : Optional.of(new LogSpace(
                        database, new DataSize(size.get()), percent.get().doubleValue(), waits));
    }

    private static void notSeen(String database, EmropsException why, List<String> unknown) {
        if (why instanceof TargetUnavailableException) {
            throw why;
        }
        var words = database + " could not be looked into";
        if (!unknown.contains(words)) {
            unknown.add(words);
        }
    }

    /** Of Express; 10 GB, and 50 GB since SQL Server 2025. */
    private Optional<DataSize> largestDatabase() {
        if (look.facts().engineEdition() != EXPRESS) {
            return Optional.empty();
        }
        return Optional.of(DataSize.gib(look.facts().majorVersion() >= SQL_SERVER_2025 ? 50 : 10));
    }
}
