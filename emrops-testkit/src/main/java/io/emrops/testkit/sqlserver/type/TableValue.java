package io.emrops.testkit.sqlserver.type;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rows that came as one value: a table-valued parameter, or a bulk load.
 *
 * @param typeName of the table type or of the table, as it was sent; may be empty
 * @param rows one list for each row, with a value or {@code null} for each column
 */
public record TableValue(String typeName, List<Column> columns, List<List<@Nullable Object>> rows) {
    /** Copies the list of the rows and each of them. */
    public TableValue {
        columns = List.copyOf(columns);
        var copies = new ArrayList<List<@Nullable Object>>(rows.size());
        for (var row : rows) {
            copies.add(Collections.unmodifiableList(new ArrayList<>(row)));
        }
        rows = Collections.unmodifiableList(copies);
    }
}
