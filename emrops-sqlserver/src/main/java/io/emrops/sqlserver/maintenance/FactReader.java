package io.emrops.sqlserver.maintenance;

import io.emrops.PreconditionFailedException;
import io.emrops.maintenance.MaintenanceRequest;
import io.emrops.maintenance.MaintenanceRequest.Scope;
import io.emrops.maintenance.Measurement;
import io.emrops.maintenance.TableName;
import io.emrops.sqlserver.server.Capability;
import io.emrops.sqlserver.server.ServerFacts;
import io.emrops.sqlserver.session.Row;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Asks the server for facts. Looks at pages only if indexes are asked for: that takes its time. */
final class FactReader {
    private static final int FIRST_RESUMABLE = 14;
    private static final int FIRST_PERSISTED = 14;

    private static final String OBJECTS =
            "SELECT o.object_id, s.name AS schema_name, o.name AS table_name FROM sys.objects AS o"
                    + " JOIN sys.schemas AS s ON s.schema_id = o.schema_id";
    private static final String OF_USERS = " WHERE o.type IN (N'U', N'V') AND o.is_ms_shipped = 0";
    private static final String ROWS =
            "SELECT object_id, SUM(rows) AS table_rows FROM sys.partitions WHERE index_id IN (0, 1)"
                    + " GROUP BY object_id";
    private static final String INDEXES =
            "SELECT object_id, index_id, name, type, is_disabled, allow_page_locks FROM sys.indexes"
                    + " WHERE index_id > 0 AND is_hypothetical = 0";
    private static final String PARTITIONS =
            "SELECT object_id, index_id, COUNT(*) AS partitions FROM sys.partitions GROUP BY object_id, index_id";
    private static final String OLD_LARGE_OBJECTS =
            "SELECT DISTINCT object_id FROM sys.columns WHERE system_type_id IN (34, 35, 99) OR is_filestream = 1";
    private static final String COMPUTED_KEYS = "SELECT DISTINCT ic.object_id, ic.index_id FROM sys.index_columns AS ic"
            + " JOIN sys.columns AS c ON c.object_id = ic.object_id AND c.column_id = ic.column_id"
            + " WHERE ic.key_ordinal > 0 AND (c.is_computed = 1 OR c.system_type_id = 189)";
    private static final String RESUMABLE =
            "SELECT object_id, index_id, name, partition_number, state, percent_complete FROM sys.index_resumable_operations";

    private final OpenedDatabase database;
    private final ServerFacts server;
    private final ZoneOffset offset;
    private final MaintenanceRequest request;

    /** The names of all tables that are asked for, by their numbers. */
    private final Map<Integer, TableName> tables = new HashMap<>();

    private FactReader(OpenedDatabase database, ServerFacts server, ZoneOffset offset, MaintenanceRequest request) {
        this.database = database;
        this.server = server;
        this.offset = offset;
        this.request = request;
    }

    /** @throws PreconditionFailedException if a table is named that is not there */
    static Facts read(OpenedDatabase database, ServerFacts server, MaintenanceRequest request) {
        var now = database.now();
        var reader = new FactReader(database, server, now.getOffset(), request);
        reader.readTables();
        return new Facts(
                now.toInstant(),
                server.can(Capability.ONLINE_INDEX_REBUILD),
                server.can(Capability.RESUMABLE_INDEX_REBUILD),
                request.scope() == Scope.STATISTICS ? List.of() : reader.indexes(),
                reader.statistics(),
                reader.paused());
    }

    private void readTables() {
        if (request.tables().isEmpty()) {
            database.queries().list("the tables", OBJECTS + OF_USERS, this::keep);
            return;
        }
        var missing = new ArrayList<String>();
        for (var name : request.tables()) {
            var schema = name.schema().isEmpty() ? "dbo" : name.schema();
            var found = database.queries()
                    .list(
                            "the tables",
                            OBJECTS + OF_USERS + " AND s.name = ? AND o.name = ?",
                            this::keep,
                            schema,
                            name.name());
            if (found.isEmpty()) {
                missing.add(schema + "." + name.name());
            }
        }
        if (!missing.isEmpty()) {
            throw new PreconditionFailedException(
                    "In " + database.name() + " there is no table " + String.join(", ", missing)
                            + ", or the login may not see it",
                    null,
                    database.target());
        }
    }

    private boolean keep(Row row) throws SQLException {
        var name = new TableName(
                row.text("schema_name").orElse("?"), row.text("table_name").orElse("?"));
        tables.put(row.integer("object_id").orElseThrow(), name);
        return true;
    }

    private static Facts.Key key(Row row, String id) throws SQLException {
        return new Facts.Key(
                row.integer("object_id").orElseThrow(), row.integer(id).orElseThrow());
    }

    /**
     * An index without its pages.
     *
     * @param pageLocks whether it has them
     */
    private record Known(Facts.Key key, String name, int type, boolean disabled, boolean pageLocks) {}

    private List<Facts.Index> indexes() {
        var partitions = new HashMap<Facts.Key, Integer>();
        database.queries()
                .list(
                        "the partitions",
                        PARTITIONS,
                        row -> partitions.put(
                                key(row, "index_id"), row.integer("partitions").orElse(1)));
        var large = new HashSet<>(database.queries()
                .list(
                        "the columns",
                        OLD_LARGE_OBJECTS,
                        row -> row.integer("object_id").orElseThrow()));
        var computed = new HashSet<>(
                database.queries().list("the columns of indexes", COMPUTED_KEYS, row -> key(row, "index_id")));
        var pages = pages();
        var indexes = new ArrayList<Facts.Index>();
        for (var index : known()) {
            var traits = new Facts.Traits(large.contains(index.key().objectId()), computed.contains(index.key()));
            var count = partitions.getOrDefault(index.key(), 1);
            for (var lies : pages.getOrDefault(index.key(), List.of(new Pages(1, 0, 0)))) {
                indexes.add(new Facts.Index(
                        index.key(),
                        tableOf(index.key()),
                        index.name(),
                        index.type(),
                        index.disabled(),
                        index.pageLocks(),
                        lies.partition(),
                        count,
                        traits,
                        lies.fragmentation(),
                        lies.pages()));
            }
        }
        return indexes;
    }

    private TableName tableOf(Facts.Key key) {
        var name = tables.get(key.objectId());
        if (name == null) {
            throw new IllegalStateException("No table of number " + key.objectId() + " was asked for");
        }
        return name;
    }

    private List<Known> known() {
        return database
                .queries()
                .list(
                        "the indexes",
                        INDEXES,
                        row -> new Known(
                                key(row, "index_id"),
                                row.text("name").orElse(""),
                                row.integer("type").orElse(0),
                                row.flag("is_disabled").orElse(false),
                                row.flag("allow_page_locks").orElse(true)))
                .stream()
                .filter(index -> tables.containsKey(index.key().objectId()))
                .toList();
    }

    /** How an index or a partition of it lies. */
    record Pages(int partition, double fragmentation, long pages) {
        static Pages of(Row row) throws SQLException {
            return new Pages(
                    row.integer("partition_number").orElse(1),
                    row.number("avg_fragmentation_in_percent")
                            .map(Number::doubleValue)
                            .orElse(0.0),
                    row.bigInteger("page_count").orElse(0L));
        }
    }

    private Map<Facts.Key, List<Pages>> pages() {
        var all = new HashMap<Facts.Key, List<Pages>>();
        var objects = request.tables().isEmpty()
                ? Set.of("NULL")
                : new HashSet<>(tables.keySet().stream().map(String::valueOf).toList());
        for (var object : objects) {
            database.measuring()
                    .list(
                            "the fragmentation of the indexes",
                            pagesOf(object, "NULL", "NULL"),
                            row -> all.computeIfAbsent(key(row, "index_id"), none -> new ArrayList<>())
                                    .add(Pages.of(row)));
        }
        return all;
    }

    static String pagesOf(String object, String index, String partition) {
        return "SELECT object_id, index_id, partition_number, avg_fragmentation_in_percent, page_count"
                + " FROM sys.dm_db_index_physical_stats(DB_ID(), " + object + ", " + index + ", " + partition
                + ", N'LIMITED') WHERE alloc_unit_type_desc = N'IN_ROW_DATA' AND index_level = 0 AND index_id > 0";
    }

    private List<Facts.Statistics> statistics() {
        var rows = new HashMap<Integer, Long>();
        database.queries()
                .list(
                        "the rows of the tables",
                        ROWS,
                        row -> rows.put(
                                row.integer("object_id").orElseThrow(),
                                row.bigInteger("table_rows").orElse(0L)));
        return database
                .queries()
                .list("the statistics", statistics(server, ""), row -> {
                    var key = key(row, "stats_id");
                    return tables.containsKey(key.objectId())
                            ? Optional.of(new Facts.Statistics(
                                    key,
                                    tableOf(key),
                                    row.text("name").orElse(""),
                                    row.flag("no_recompute").orElse(false),
                                    row.integer("visible_id").isPresent(),
                                    row.number("persisted_sample")
                                            .map(Number::doubleValue)
                                            .filter(percent -> percent > 0),
                                    rows.getOrDefault(key.objectId(), 0L),
                                    measured(row, offset)))
                            : Optional.<Facts.Statistics>empty();
                })
                .stream()
                .flatMap(Optional::stream)
                .toList();
    }

    static String statisticsOf(ServerFacts server, Facts.Key key) {
        return statistics(server, " WHERE s.object_id = " + key.objectId() + " AND s.stats_id = " + key.id());
    }

    private static String statistics(ServerFacts server, String which) {
        return "SELECT s.object_id, s.stats_id, s.name, s.no_recompute, p.stats_id AS visible_id, p.last_updated, p.rows, p.rows_sampled,"
                + " p.modification_counter"
                + (server.majorVersion() >= FIRST_PERSISTED ? ", p.persisted_sample_percent AS persisted_sample" : "")
                + " FROM sys.stats AS s OUTER APPLY sys.dm_db_stats_properties(s.object_id, s.stats_id) AS p" + which;
    }

    static Measurement measured(Row row, ZoneOffset offset) throws SQLException {
        return Measurement.none()
                .withStatistics(
                        row.time("last_updated").map((LocalDateTime local) -> local.toInstant(offset)),
                        row.bigInteger("rows"),
                        row.bigInteger("rows_sampled"),
                        row.bigInteger("modification_counter"));
    }

    private List<Facts.Paused> paused() {
        if (server.majorVersion() < FIRST_RESUMABLE && !server.can(Capability.RESUMABLE_INDEX_REBUILD)) {
            return List.of();
        }
        return database
                .queries()
                .list("the rebuilds that are paused", RESUMABLE, row -> {
                    var key = key(row, "index_id");
                    return tables.containsKey(key.objectId())
                            ? Optional.of(new Facts.Paused(
                                    key,
                                    tableOf(key),
                                    row.text("name").orElse(""),
                                    row.integer("partition_number").orElse(0),
                                    row.number("percent_complete")
                                            .map(Number::doubleValue)
                                            .orElse(0.0),
                                    row.integer("state").orElse(1) == 0))
                            : Optional.<Facts.Paused>empty();
                })
                .stream()
                .flatMap(Optional::stream)
                .toList();
    }
}
