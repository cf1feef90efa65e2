package io.emrops.testkit.sqlserver.statement;

import io.emrops.testkit.sqlserver.grammar.Operand;
import java.util.List;

/**
 * {@code RESTORE DATABASE} and {@code RESTORE LOG} ("RESTORE Statements (Transact-SQL)").
 *
 * @param database a name or a variable
 * @param files empty for all that the backup holds
 * @param devices empty if the database is only to be recovered
 */
public record Restore(
        Scope scope, Operand database, List<FileSelection> files, List<Device> devices, RestoreOptions options)
        implements AdminStatement {
    /** Copies the lists. */
    public Restore {
        files = List.copyOf(files);
        devices = List.copyOf(devices);
    }
}
