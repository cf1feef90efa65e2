package io.emrops.sqlserver.history;

import io.emrops.backup.Backup;
import java.time.OffsetDateTime;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * One backup, as "backupset (Transact-SQL)" or the header of its file tells of it.
 *
 * @param id what it is known by everywhere, also to other servers
 * @param database the name its database had
 * @param family what its database is known by, also after it was restored under another name
 * @param kind how much it holds
 * @param log what of the log it holds
 * @param forks on which branches of the database's history it lies
 * @param differentialBase the full backup that a differential one builds on; empty for others, and for a differential one with several
 * @param startedAt by the server's clock of then, with its offset
 * @param finishedAt by the server's clock of then, with its offset; whole seconds
 * @param lastValidRestore the last moment that can be reached by this log backup, since SQL Server 2022
 * @param media where it lies
 * @param traits what else is known of it
 */
public record BackupSet(
        UUID id,
        String database,
        UUID family,
        Backup.Kind kind,
        LogRange log,
        Forks forks,
        Optional<UUID> differentialBase,
        OffsetDateTime startedAt,
        OffsetDateTime finishedAt,
        Optional<OffsetDateTime> lastValidRestore,
        Media media,
        Traits traits) {
    public BackupSet {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(database, "database");
        Objects.requireNonNull(family, "family");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(log, "log");
        Objects.requireNonNull(forks, "forks");
        Objects.requireNonNull(differentialBase, "differentialBase");
        Objects.requireNonNull(startedAt, "startedAt");
        Objects.requireNonNull(finishedAt, "finishedAt");
        Objects.requireNonNull(lastValidRestore, "lastValidRestore");
        Objects.requireNonNull(media, "media");
        Objects.requireNonNull(traits, "traits");
    }

    /** The same at another place: a copy of its files. */
    public BackupSet at(Media place) {
        return new BackupSet(
                id,
                database,
                family,
                kind,
                log,
                forks,
                differentialBase,
                startedAt,
                finishedAt,
                lastValidRestore,
                place,
                traits);
    }

    /** The same for whoever restores it in spite of what the server found while it was made. */
    public BackupSet restoredInSpiteOfErrors() {
        return new BackupSet(
                id,
                database,
                family,
                kind,
                log,
                forks,
                differentialBase,
                startedAt,
                finishedAt,
                lastValidRestore,
                media,
                traits.asUndamaged());
    }
}
