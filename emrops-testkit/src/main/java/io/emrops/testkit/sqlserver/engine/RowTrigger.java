package io.emrops.testkit.sqlserver.engine;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.h2.jdbc.JdbcResultSet;
import org.h2.tools.TriggerAdapter;
import org.h2.value.Value;
import org.h2.value.ValueBlob;
import org.h2.value.ValueClob;
import org.h2.value.ValueLob;
import org.jspecify.annotations.Nullable;

/** Tells the session that has written a row what it has written. Made by the engine, for each table. */
public final class RowTrigger extends TriggerAdapter {
    /** Made by the engine. */
    public RowTrigger() {}

    @Override
    public void fire(Connection connection, @Nullable ResultSet before, @Nullable ResultSet after) throws SQLException {
        var session = LiveSessions.of(connection);
        if (session != null) {
            // What it was made with is not always right: a table that is altered has another name for a while.
            var names = Objects.requireNonNullElse(before, after).getMetaData();
            session.transaction()
                    .rowChanged(names.getSchemaName(1), names.getTableName(1), values(before), values(after));
        }
    }

    private static @Nullable List<Value> values(@Nullable ResultSet row) throws SQLException {
        if (row == null) {
            return null;
        }
        var inside = (JdbcResultSet) row;
        var values = new ArrayList<Value>();
        for (var i = 1; i <= row.getMetaData().getColumnCount(); i++) {
            values.add(kept(inside.getInternal(i)));
        }
        return values;
    }

    /** Values that outlive their row. */
    static List<Value> kept(Value[] row) {
        var values = new ArrayList<Value>();
        for (var value : row) {
            values.add(kept(value));
        }
        return values;
    }

    /** Large objects are gone with their row, unless they are copied. */
    private static Value kept(Value value) {
        if (value instanceof ValueLob lob) {
            return lob.getValueType() == Value.CLOB
                    ? ValueClob.createSmall(lob.getString())
                    : ValueBlob.createSmall(lob.getBytes());
        }
        return value;
    }
}
