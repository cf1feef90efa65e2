package io.emrops.testkit.sqlserver.engine;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.h2.engine.SessionLocal;
import org.h2.result.Row;
import org.h2.table.Table;
import org.h2.value.Value;
import org.h2.value.ValueLob;
import org.jspecify.annotations.Nullable;

/**
 * Writes rows into a table as they were written before: past its constraints, which held then, and past its triggers. A row is found by
 * its values, exactly; of rows that are the same it does not matter which.
 */
final class TableReplay {
    private final SessionLocal session;
    private final Table table;

    /** Row keys by values; null until somebody looks for a row. */
    private @Nullable Map<List<Object>, Deque<Long>> rows;

    /** What one statement has written stands in for what it has removed: all of the one comes before all of the other. */
    private final List<List<Value>> unwritten = new ArrayList<>();

    TableReplay(SessionLocal session, Table table) {
        this.session = session;
        this.table = table;
    }

    void redo(RowChanged change) {
        var before = change.before();
        var after = change.after();
        if (before == null || after == null) {
            flush();
        }
        if (before != null) {
            remove(before);
        }
        if (after != null) {
            unwritten.add(after);
        }
    }

    void flush() {
        for (var values : unwritten) {
            var row = table.createRow(values.toArray(Value[]::new), Row.MEMORY_CALCULATE);
            table.addRow(session, row);
            if (rows != null) {
                rows.computeIfAbsent(identity(values), key -> new ArrayDeque<>())
                        .add(row.getKey());
            }
        }
        unwritten.clear();
    }

    private void remove(List<Value> values) {
        var identity = identity(values);
        var keys = rows().get(identity);
        if (keys == null || keys.isEmpty()) {
            flush();
            keys = rows().get(identity);
        }
        if (keys == null || keys.isEmpty()) {
            throw new IllegalStateException("a row that was changed is not in " + table.getName());
        }
        table.removeRow(session, Row.get(values.toArray(Value[]::new), Row.MEMORY_CALCULATE, keys.remove()));
    }

    private Map<List<Object>, Deque<Long>> rows() {
        var known = rows;
        if (known == null) {
            known = new HashMap<>();
            var cursor = table.getScanIndex(session).find(session, null, null, false);
            while (cursor.next()) {
                var row = cursor.get();
                known.computeIfAbsent(identity(List.of(row.getValueList())), key -> new ArrayDeque<>())
                        .add(row.getKey());
            }
            rows = known;
        }
        return known;
    }

    private static List<Object> identity(List<Value> values) {
        var identity = new ArrayList<Object>();
        for (var value : values) {
            identity.add(value instanceof ValueLob ? value.getString() : value);
        }
        return identity;
    }
}
