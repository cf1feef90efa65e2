package io.emrops.testkit.sqlserver.engine;

import io.emrops.testkit.sqlserver.instance.Commit;
import java.util.Collections;
import java.util.List;
import org.h2.value.Value;
import org.jspecify.annotations.Nullable;

/**
 * A row was written.
 *
 * @param before all its values in the order of the engine's columns; null if it is new
 * @param after the same; null if it is gone
 */
record RowChanged(
        String schema,
        String table,
        @Nullable List<Value> before,
        @Nullable List<Value> after) implements Commit.Redo {
    RowChanged {
        before = before == null ? null : Collections.unmodifiableList(before);
        after = after == null ? null : Collections.unmodifiableList(after);
    }

    /** No values: they may be data of patients. */
    @Override
    public String toString() {
        return (before == null ? "insert into " : after == null ? "delete from " : "update ") + schema + "." + table;
    }
}
