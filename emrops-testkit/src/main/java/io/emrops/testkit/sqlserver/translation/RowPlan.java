package io.emrops.testkit.sqlserver.translation;

import io.emrops.testkit.sqlserver.catalog.Table;
import io.emrops.testkit.sqlserver.type.Column;
import java.util.List;
import java.util.Optional;

/**
 * How rows are changed.
 *
 * @param database of the table; empty if it is a temporary one
 * @param table whose rows they are
 * @param statement counts the rows, or is a query if there is {@code output}
 * @param output the columns of {@code OUTPUT}; empty if the client gets no rows. The number of rows that come is that of changed ones
 * @param after what is to run behind it, whether rows were changed or not; transactional like it
 * @param numbers whether it may give a row a new identity value, which the engine's {@code SCOPE_IDENTITY()} tells afterwards
 */
public record RowPlan(
        Kind kind,
        Optional<Databases.Open> database,
        Table table,
        EngineStatement statement,
        Optional<List<Column>> output,
        List<EngineStatement> after,
        boolean numbers) {
    /** Copies the lists. */
    public RowPlan {
        output = output.map(List::copyOf);
        after = List.copyOf(after);
    }

    /** What is done, as messages name it. */
    public enum Kind {
        /** {@code INSERT}. */
        INSERT,
        /** {@code UPDATE}. */
        UPDATE,
        /** {@code DELETE}. */
        DELETE,
        /** {@code MERGE}. */
        MERGE,
        /** {@code TRUNCATE TABLE}; counts no rows. */
        TRUNCATE_TABLE
    }
}
