package io.emrops.testkit.sqlserver.view;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Rows of a view, put together by the names of its columns. */
final class Rows {
    private final Definition definition;
    private final List<Definition.Entry> entries;
    private final Map<String, Integer> places;
    private final List<Row> rows = new ArrayList<>();

    Rows(Definition definition, int majorVersion) {
        this.definition = definition;
        this.entries = definition.entries(majorVersion);
        this.places = definition.places(majorVersion);
    }

    /** Another row, which has the constants. */
    Row row() {
        var row = new Row();
        rows.add(row);
        return row;
    }

    /** @throws IllegalStateException if a row lacks a column */
    List<List<@Nullable Object>> all() {
        var all = new ArrayList<List<@Nullable Object>>(rows.size());
        for (var row : rows) {
            all.add(row.values());
        }
        return Collections.unmodifiableList(all);
    }

    final class Row {
        private final @Nullable Object[] values = new @Nullable Object[entries.size()];
        private final BitSet set = new BitSet();

        private Row() {
            for (var i = 0; i < values.length; i++) {
                if (entries.get(i).fixed()) {
                    values[i] = entries.get(i).constant();
                    set.set(i);
                }
            }
        }

        /**
         * A value, in a Java type that the column's type takes. What this version has no column for is passed over.
         *
         * @throws IllegalArgumentException if no version has the column, it is a constant, or the value does not fit
         */
        Row set(String column, @Nullable Object value) {
            var place = places.get(column);
            if (place == null) {
                throw new IllegalArgumentException(definition + " has no column " + column);
            }
            if (place >= 0) {
                var entry = entries.get(place);
                if (entry.fixed() || (value == null && !entry.column().nullable())) {
                    throw new IllegalArgumentException(definition + "." + column + " cannot be set to " + value);
                }
                values[place] = value == null ? null : entry.column().type().require(value);
                set.set(place);
            }
            return this;
        }

        private List<@Nullable Object> values() {
            var missing = set.nextClearBit(0);
            if (missing < values.length) {
                throw new IllegalStateException(
                        definition + "." + entries.get(missing).column().name() + " is not set");
            }
            var copy = new ArrayList<@Nullable Object>(values.length);
            Collections.addAll(copy, values);
            return Collections.unmodifiableList(copy);
        }
    }
}
