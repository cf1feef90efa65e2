package io.emrops.testkit.sqlserver.engine;

import io.emrops.testkit.sqlserver.grammar.ObjectName;
import io.emrops.testkit.sqlserver.instance.Commit;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.h2.value.Value;

/**
 * The engine has filled a column of rows that were there, which it may do in another order the next time.
 *
 * @param rows all that the table has since
 */
record RowsFilled(String schema, String table, List<List<Value>> rows) implements Commit.Redo {
    RowsFilled {
        rows = List.copyOf(rows);
    }

    static RowsFilled of(Connection connection, int databaseId, ObjectName name) throws SQLException {
        var session = LiveSessions.inside(connection);
        var table = session.getDatabase()
                .getSchema(databaseId + "." + name.schema())
                .getTableOrView(session, name.name());
        var rows = new ArrayList<List<Value>>();
        var cursor = table.getScanIndex(session).find(session, null, null, false);
        while (cursor.next()) {
            rows.add(RowTrigger.kept(cursor.get().getValueList()));
        }
        return new RowsFilled(name.schema(), name.name(), rows);
    }

    /** No values: they may be data of patients. */
    @Override
    public String toString() {
        return "fill " + schema + "." + table;
    }
}
