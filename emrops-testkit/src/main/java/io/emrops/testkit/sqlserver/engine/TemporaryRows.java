package io.emrops.testkit.sqlserver.engine;

import io.emrops.testkit.sqlserver.translation.Databases.Temporary;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.h2.result.Row;
import org.h2.value.Value;

/**
 * The rows of temporary tables at some time. No history has them, so that they are written down before the engine does something to them that
 * it cannot undo, or undoes what it should not.
 */
final class TemporaryRows {
    static final TemporaryRows NONE = new TemporaryRows(Map.of());

    /** By the engine's names of the tables. */
    private final Map<String, List<List<Value>>> rows;

    private TemporaryRows(Map<String, List<List<Value>>> rows) {
        this.rows = rows;
    }

    boolean isEmpty() {
        return rows.isEmpty();
    }

    /** @param reader the connection itself, or another one for what is committed of its tables */
    static TemporaryRows of(Connection connection, Connection reader, Collection<Temporary> tables)
            throws SQLException {
        var rows = new LinkedHashMap<String, List<List<Value>>>();
        for (var temporary : tables) {
            var table = LiveSessions.inside(connection).findLocalTempTable(unquoted(temporary.engineName()));
            if (table != null) {
                var inside = LiveSessions.inside(reader);
                var all = new ArrayList<List<Value>>();
                var cursor = table.getScanIndex(inside).find(inside, null, null, false);
                while (cursor.next()) {
                    all.add(RowTrigger.kept(cursor.get().getValueList()));
                }
                rows.put(temporary.engineName(), all);
            }
        }
        return rows.isEmpty() ? NONE : new TemporaryRows(rows);
    }

    /** The tables have these rows and no others. */
    void restore(Connection connection) throws SQLException {
        var inside = LiveSessions.inside(connection);
        for (var entry : rows.entrySet()) {
            var table = inside.findLocalTempTable(unquoted(entry.getKey()));
            if (table != null) {
                Schemas.execute(connection, "DELETE FROM " + entry.getKey());
                for (var values : entry.getValue()) {
                    table.addRow(inside, table.createRow(values.toArray(Value[]::new), Row.MEMORY_CALCULATE));
                }
            }
        }
    }

    /** The name of a temporary table without its quotes. */
    static String unquoted(String engineName) {
        return engineName.substring(1, engineName.length() - 1).replace("\"\"", "\"");
    }
}
