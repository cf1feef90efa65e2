package io.emrops.testkit.sqlserver.engine;

import io.emrops.testkit.sqlserver.catalog.Catalog;
import io.emrops.testkit.sqlserver.instance.Commit;
import io.emrops.testkit.sqlserver.translation.EngineStatement;

/**
 * A table, a view, or whatever else a catalog has, was changed.
 *
 * @param databaseId in whose names the statement is
 * @param after what there is since
 */
record SchemaChanged(int databaseId, EngineStatement statement, Catalog after) implements Commit.Redo {
    /** No text: constants in it may be data of patients. */
    @Override
    public String toString() {
        return "schema of database " + databaseId;
    }
}
