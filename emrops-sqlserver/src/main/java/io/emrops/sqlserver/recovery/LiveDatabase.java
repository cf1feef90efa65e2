package io.emrops.sqlserver.recovery;

import io.emrops.sqlserver.history.Forks;
import io.emrops.sqlserver.history.Lsn;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * What is known of the database as it lives now, from "sys.databases" and "sys.database_recovery_status".
 *
 * @param name what it is called
 * @param family what it is known by, whatever it is called
 * @param forks the branches that the log since its last log backup lies on
 * @param model how it logs
 * @param logReadable whether its log can be backed up: it is open, or its log files are intact
 * @param lastLogBackup where the next log backup will begin; empty if there is no log chain
 */
public record LiveDatabase(
        String name, UUID family, Forks forks, Model model, boolean logReadable, Optional<Lsn> lastLogBackup) {
    /** How a database logs, "Recovery models". */
    public enum Model {
        /** Everything. */
        FULL,
        /** Bulk changes only in outline: no stopping inside a log backup that has any. */
        BULK_LOGGED,
        /** Nothing that could be backed up. */
        SIMPLE
    }

    public LiveDatabase {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(family, "family");
        Objects.requireNonNull(forks, "forks");
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(lastLogBackup, "lastLogBackup");
    }

    /** The same, where the end of its log is not to be had. */
    public LiveDatabase withoutLog() {
        return new LiveDatabase(name, family, forks, model, false, lastLogBackup);
    }

    /** Whether the end of its log can be backed up and restored on top of other backups. */
    boolean hasTail() {
        return logReadable && model != Model.SIMPLE && lastLogBackup.isPresent();
    }
}
