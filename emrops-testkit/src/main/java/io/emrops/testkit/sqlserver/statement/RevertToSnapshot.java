package io.emrops.testkit.sqlserver.statement;

import io.emrops.testkit.sqlserver.grammar.Operand;
import java.util.List;

/**
 * {@code RESTORE DATABASE … FROM DATABASE_SNAPSHOT} ("Revert a Database to a Database Snapshot"). A log cannot be reverted, nor can
 * parts of a database, and there are no options: whatever of these is written fails at run time (error 4355).
 *
 * @param database a name or a variable
 * @param snapshot a string or a variable
 */
public record RevertToSnapshot(
        Scope scope, Operand database, List<FileSelection> files, Operand snapshot, RestoreOptions options)
        implements AdminStatement {
    /** Copies the list. */
    public RevertToSnapshot {
        files = List.copyOf(files);
    }
}
