package io.emrops.testkit.sqlserver.statement;

import io.emrops.testkit.sqlserver.grammar.Operand;
import java.util.List;

/**
 * {@code BACKUP DATABASE} and {@code BACKUP LOG} ("BACKUP (Transact-SQL)").
 *
 * @param database a name or a variable
 * @param files empty for the whole database; always empty for a log
 * @param devices one family of the media set each
 * @param mirrors the devices of each {@code MIRROR TO}
 */
public record Backup(
        Scope scope,
        Operand database,
        List<FileSelection> files,
        List<Device> devices,
        List<List<Device>> mirrors,
        BackupOptions options)
        implements AdminStatement {
    /** Copies the lists. */
    public Backup {
        files = List.copyOf(files);
        devices = List.copyOf(devices);
        mirrors = mirrors.stream().map(List::copyOf).toList();
    }
}
