package io.emrops.testkit.sqlserver.engine;

import io.emrops.testkit.sqlserver.catalog.Catalog;
import io.emrops.testkit.sqlserver.instance.Commit;
import io.emrops.testkit.sqlserver.translation.EngineStatement;
import java.util.List;

/**
 * A table, a view, or whatever else a catalog has, was changed.
 *
 * @param databaseId in whose names the statement is
 * @param after what there is since
 * @param isLast whether this is the end of a change; before it, tables may be on their way to something else
 */
record SchemaChanged(int databaseId, EngineStatement statement, Catalog after, boolean isLast) implements Commit.Redo {
    private static final EngineStatement NOTHING = new EngineStatement("SELECT 1", List.of());

    SchemaChanged(int databaseId, EngineStatement statement, Catalog after) {
        this(databaseId, statement, after, false);
    }

    /** The engine commits what there was before a change, even if that then fails. */
    static SchemaChanged before(int databaseId, Catalog catalog) {
        return new SchemaChanged(databaseId, NOTHING, catalog);
    }

    /** The end of a change. */
    static SchemaChanged last(int databaseId, Catalog after) {
        return new SchemaChanged(databaseId, NOTHING, after, true);
    }

    /** No text: constants in it may be data of patients. */
    @Override
    public String toString() {
        return "schema of database " + databaseId;
    }
}
