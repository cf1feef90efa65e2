package io.emrops.testkit.sqlserver.catalog;

import java.time.Instant;
import java.util.List;

/**
 * A view of users ("sys.views").
 *
 * @param source the statement that made it, as it was written
 */
public record View(
        int objectId,
        String schema,
        String name,
        List<TableColumn> columns,
        String source,
        Instant created,
        Instant modified) {
    /** Copies the list. */
    public View {
        columns = List.copyOf(columns);
    }
}
