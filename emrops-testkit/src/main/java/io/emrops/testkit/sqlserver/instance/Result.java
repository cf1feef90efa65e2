package io.emrops.testkit.sqlserver.instance;

import io.emrops.testkit.sqlserver.type.Column;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows that an operation answers with. */
public record Result(List<Column> columns, List<List<@Nullable Object>> rows) {
    /** Copies the lists. */
    public Result {
        columns = List.copyOf(columns);
        var copies = new ArrayList<List<@Nullable Object>>(rows.size());
        for (var row : rows) {
            copies.add(Collections.unmodifiableList(new ArrayList<>(row)));
        }
        rows = Collections.unmodifiableList(copies);
    }

    /** Puts rows together cell by cell; each says which column it is of. */
    static final class Builder {
        private final List<Column> columns = new ArrayList<>();
        private final List<List<@Nullable Object>> rows = new ArrayList<>();
        private List<@Nullable Object> row = new ArrayList<>();

        /** Another row. */
        Builder row() {
            row = new ArrayList<>();
            rows.add(row);
            return this;
        }

        /** @param column as in {@code Name nvarchar(128)}; only that of the first row counts */
        Builder cell(String column, @Nullable Object value) {
            if (rows.size() == 1) {
                columns.add(Column.parse(column));
            }
            row.add(value);
            return this;
        }

        Result build() {
            return new Result(columns, rows);
        }
    }
}
