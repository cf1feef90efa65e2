package io.emrops.testkit.sqlserver.engine;

import io.emrops.testkit.sqlserver.catalog.Catalog;
import io.emrops.testkit.sqlserver.expression.EngineNames;
import io.emrops.testkit.sqlserver.instance.Commit;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * A sequence, or the numbering of a table, is here now.
 *
 * @param object the sequence or the table
 * @param column of the table; empty for a sequence
 * @param next what is given next
 */
record PositionMoved(String schema, String object, String column, long next) implements Commit.Redo {
    /** Whose position it is. */
    String key() {
        return schema + "." + object + "." + column;
    }

    /** Whether what it is of is there. */
    boolean isIn(Catalog catalog) {
        return column.isEmpty()
                ? catalog.sequence(schema, object).isPresent()
                : catalog.table(schema, object).isPresent();
    }

    /** Has it count on from here, if it is there. */
    void restart(Connection connection, int databaseId) throws SQLException {
        var name = EngineNames.object(databaseId, schema, object);
        Schemas.execute(
                connection,
                column.isEmpty()
                        ? "ALTER SEQUENCE IF EXISTS " + name + " RESTART WITH " + next
                        : "ALTER TABLE IF EXISTS " + name + " ALTER COLUMN IF EXISTS " + EngineNames.quoted(column)
                                + " RESTART WITH " + next);
    }
}
