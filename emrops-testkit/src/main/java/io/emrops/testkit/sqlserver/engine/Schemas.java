package io.emrops.testkit.sqlserver.engine;

import io.emrops.testkit.sqlserver.expression.EngineNames;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.h2.schema.Schema;
import org.h2.table.Table;
import org.h2.table.TableType;

/** The schemas that one database has in the engine. */
final class Schemas {
    private static final String TRIGGER = "/$rows";

    private Schemas() {}

    /** Changes tables, and lets every table tell what becomes of its rows. */
    static void change(Connection connection, int databaseId, SchemaChanged change) throws SQLException {
        var text = Renumbering.of(change.statement().text(), change.databaseId(), databaseId);
        try (var statement = connection.prepareStatement(text)) {
            var values = change.statement().values();
            for (var i = 0; i < values.size(); i++) {
                statement.setObject(i + 1, values.get(i));
            }
            statement.execute();
        }
        listen(connection, databaseId);
    }

    private static void listen(Connection connection, int databaseId) throws SQLException {
        for (var schema : of(connection, databaseId)) {
            var heard = new HashSet<Table>();
            for (var trigger : List.copyOf(schema.getAllTriggers())) {
                if (trigger.getName().equals(trigger.getTable().getName() + TRIGGER)) {
                    heard.add(trigger.getTable());
                } else {
                    // Its table has another name now; a new one may want this.
                    execute(connection, "DROP TRIGGER " + trigger.getSQL(0));
                }
            }
            for (var table : tables(connection, schema)) {
                if (!heard.contains(table)) {
                    var prefix = EngineNames.quoted(schema.getName()) + ".";
                    execute(
                            connection,
                            "CREATE TRIGGER " + prefix + EngineNames.quoted(table.getName() + TRIGGER)
                                    + " AFTER INSERT, UPDATE, DELETE ON " + prefix + EngineNames.quoted(table.getName())
                                    + " FOR EACH ROW CALL '" + RowTrigger.class.getName() + "'");
                }
            }
        }
    }

    /** Makes {@code dbo} alone. */
    static void create(Connection connection, int databaseId) throws SQLException {
        execute(connection, "CREATE SCHEMA " + EngineNames.schema(databaseId, "dbo"));
    }

    static boolean exist(Connection connection, int databaseId) throws SQLException {
        return !of(connection, databaseId).isEmpty();
    }

    static void drop(Connection connection, int databaseId) throws SQLException {
        for (var schema : of(connection, databaseId)) {
            execute(connection, "DROP SCHEMA " + EngineNames.quoted(schema.getName()) + " CASCADE");
        }
    }

    /** Where sequences and the numbering of tables are. */
    static Map<String, PositionMoved> positions(Connection connection, int databaseId) throws SQLException {
        var positions = new TreeMap<String, PositionMoved>();
        for (var schema : of(connection, databaseId)) {
            var name = schema.getName().substring(String.valueOf(databaseId).length() + 1);
            for (var sequence : schema.getAllSequences()) {
                if (!sequence.getBelongsToTable()) {
                    put(positions, new PositionMoved(name, sequence.getName(), "", sequence.getBaseValue()));
                }
            }
            for (var table : tables(connection, schema)) {
                for (var column : table.getColumns()) {
                    if (column.isIdentity()) {
                        put(
                                positions,
                                new PositionMoved(
                                        name,
                                        table.getName(),
                                        column.getName(),
                                        column.getSequence().getBaseValue()));
                    }
                }
            }
        }
        return positions;
    }

    /** Where the numbering of a table is; of a temporary one if the schema is empty. */
    static Numbering numbering(Connection connection, String schema, String table, String column) throws SQLException {
        var session = LiveSessions.inside(connection);
        var found = schema.isEmpty()
                ? session.findLocalTempTable(table)
                : session.getDatabase().getSchema(schema).getTableOrView(session, table);
        var sequence = found.getColumn(column).getSequence();
        return new Numbering(sequence.getStartValue(), sequence.getBaseValue());
    }

    private static void put(Map<String, PositionMoved> positions, PositionMoved position) {
        positions.put(position.key(), position);
    }

    private static List<Table> tables(Connection connection, Schema schema) throws SQLException {
        var tables = new ArrayList<Table>();
        for (var table : schema.getAllTablesAndViews(LiveSessions.inside(connection))) {
            if (table.getTableType() == TableType.TABLE && !table.isTemporary()) {
                tables.add(table);
            }
        }
        return tables;
    }

    private static List<Schema> of(Connection connection, int databaseId) throws SQLException {
        return LiveSessions.inside(connection).getDatabase().getAllSchemas().stream()
                .filter(schema -> schema.getName().startsWith(databaseId + "."))
                .toList();
    }

    static void execute(Connection connection, String text) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(text);
        }
    }
}
