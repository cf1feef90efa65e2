package io.emrops.testkit.sqlserver.engine;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
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

    /**
     * Rows wait until the end: what a statement writes stands in for what it has yet to remove, so that before its end two rows may have the
     * same key.
     */
    private final Map<Long, List<Value>> unwritten = new LinkedHashMap<>();

    private final Map<List<Object>, Deque<Long>> unwrittenKeys = new HashMap<>();
    private long nextUnwritten;

    TableReplay(SessionLocal session, Table table) {
        this.session = session;
        this.table = table;
    }

    void redo(RowChanged change) {
        var before = change.before();
        var after = change.after();
        if (before != null) {
            remove(before);
        }
        if (after != null) {
            var key = nextUnwritten++;
            unwritten.put(key, after);
            unwrittenKeys
                    .computeIfAbsent(identity(after), identity -> new ArrayDeque<>())
                    .add(key);
        }
    }

    void flush() {
        for (var values : unwritten.values()) {
            var row = table.createRow(values.toArray(Value[]::new), Row.MEMORY_CALCULATE);
            table.addRow(session, row);
            if (rows != null) {
                rows.computeIfAbsent(identity(values), key -> new ArrayDeque<>())
                        .add(row.getKey());
            }
        }
        unwritten.clear();
        unwrittenKeys.clear();
    }

    /** These and no others are there then. */
    void refill(List<List<Value>> values) {
        flush();
        var cursor = table.getScanIndex(session).find(session, null, null, false);
        var all = new ArrayList<Row>();
        while (cursor.next()) {
            all.add(cursor.get());
        }
        all.forEach(row -> table.removeRow(session, row));
        rows = null;
        for (var row : values) {
            redo(new RowChanged("", "", null, row));
        }
    }

    private void remove(List<Value> values) {
        var identity = identity(values);
        var written = rows().get(identity);
        if (written != null && !written.isEmpty()) {
            table.removeRow(session, Row.get(values.toArray(Value[]::new), Row.MEMORY_CALCULATE, written.remove()));
            return;
        }
        var waiting = unwrittenKeys.get(identity);
        if (waiting == null || waiting.isEmpty()) {
            throw new IllegalStateException("a row that was changed is not in " + table.getName());
        }
        unwritten.remove(waiting.remove());
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

    /** Equal for rows that are the same, exactly. */
    static List<Object> identity(List<Value> values) {
        var identity = new ArrayList<Object>();
        for (var value : values) {
            identity.add(value instanceof ValueLob ? value.getString() : value);
        }
        return identity;
    }
}
