package io.emrops.sqlserver.history;

import java.util.Objects;

/**
 * What of the log a backup set holds, from "backupset (Transact-SQL)".
 *
 * @param first the oldest record in it
 * @param last the record after the newest in it
 * @param checkpoint where redo begins
 * @param databaseBackup the checkpoint of the newest full backup that is not copy-only; says nothing about the base of this set
 */
public record LogRange(Lsn first, Lsn last, Lsn checkpoint, Lsn databaseBackup) {
    public LogRange {
        Objects.requireNonNull(first, "first");
        Objects.requireNonNull(last, "last");
        Objects.requireNonNull(checkpoint, "checkpoint");
        Objects.requireNonNull(databaseBackup, "databaseBackup");
        if (last.isBefore(first)) {
            throw new IllegalArgumentException("The log ends before it begins: " + first + " to " + last);
        }
    }
}
