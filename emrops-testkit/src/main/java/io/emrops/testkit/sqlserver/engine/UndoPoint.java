package io.emrops.testkit.sqlserver.engine;

import io.emrops.testkit.sqlserver.translation.Databases.Temporary;
import java.sql.Savepoint;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a transaction can come back to.
 *
 * @param mark as {@link Work#mark} has it
 * @param numbering as {@link TransactionNumbering#mark} has it
 * @param bulk whether its work was a load
 * @param inside null if the engine has forgotten it
 * @param rows of the temporary tables, which are used if the engine has forgotten it
 */
record UndoPoint(
        int mark,
        int numbering,
        boolean bulk,
        @Nullable Savepoint inside,
        Map<String, Temporary> temporaries,
        TemporaryRows rows) {
    /** The beginning of a transaction. */
    static UndoPoint beginning(Map<String, Temporary> temporaries, TemporaryRows rows) {
        return new UndoPoint(0, 0, false, null, temporaries, rows);
    }

    UndoPoint forgotten() {
        return new UndoPoint(mark, numbering, bulk, null, temporaries, rows);
    }
}
