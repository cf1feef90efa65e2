package io.emrops.testkit.sqlserver.engine;

import io.emrops.testkit.sqlserver.instance.Commit;

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
}
