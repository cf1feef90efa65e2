package io.emrops.testkit.sqlserver.engine;

import io.emrops.testkit.sqlserver.catalog.Catalog;
import io.emrops.testkit.sqlserver.instance.Commit;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Does again what transactions have done to a database. Nobody else may be in it. */
final class Replay {
    private final Connection connection;
    private final int databaseId;
    private final Map<String, TableReplay> tables = new LinkedHashMap<>();
    private final Map<String, PositionMoved> positions = new LinkedHashMap<>();
    private @Nullable Catalog catalog;

    Replay(Connection connection, int databaseId) {
        this.connection = connection;
        this.databaseId = databaseId;
    }

    void redo(List<? extends Commit.Redo> changes) throws SQLException {
        for (var change : changes) {
            if (change instanceof RowChanged row) {
                table(row.schema(), row.table()).redo(row);
            } else if (change instanceof RowsFilled filled) {
                table(filled.schema(), filled.table()).refill(filled.rows());
            } else if (change instanceof SchemaChanged schema) {
                redo(schema);
            } else if (change instanceof PositionMoved position) {
                positions.put(position.key(), position);
            }
        }
    }

    /** What there is now; null if nothing has changed it. */
    @Nullable
    Catalog catalog() {
        return catalog;
    }

    /** Where its sequences are now. */
    Map<String, PositionMoved> positions() {
        return positions;
    }

    /** Positions are set last, which the engine commits. */
    void end() throws SQLException {
        flush();
        for (var position : positions.values()) {
            position.restart(connection, databaseId);
        }
    }

    private void redo(SchemaChanged change) throws SQLException {
        flush();
        connection.commit();
        tables.clear();
        Schemas.change(connection, databaseId, change);
        catalog = change.after();
    }

    private TableReplay table(String schema, String name) throws SQLException {
        var key = schema + "." + name;
        var table = tables.get(key);
        if (table == null) {
            var session = LiveSessions.inside(connection);
            table = new TableReplay(
                    session,
                    session.getDatabase().getSchema(databaseId + "." + schema).getTableOrView(session, name));
            tables.put(key, table);
        }
        return table;
    }

    private void flush() {
        tables.values().forEach(TableReplay::flush);
    }
}
