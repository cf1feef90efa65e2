package io.emrops.testkit.sqlserver.instance;

import io.emrops.testkit.sqlserver.statement.DatabaseSetting.CompatibilityLevel;
import io.emrops.testkit.sqlserver.statement.DatabaseSetting.RecoveryModel;
import io.emrops.testkit.sqlserver.statement.DatabaseSetting.UserAccess;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A backup on a media set, with all that RESTORE needs of it.
 *
 * @param position on its media, from 1
 * @param first where the log in it begins
 * @param last where the log in it ends; this record is not in it any more
 * @param checkpoint of a data backup
 * @param databaseBackup the checkpoint of the last full backup that was not copy-only; empty if there was none
 * @param content of a data backup: the whole history that leads to it; empty for a log
 * @param log the transactions from {@code first} to {@code last}
 * @param until the server's time when {@code last} was written
 */
public record BackupSet(
        UUID id,
        Kind kind,
        boolean copyOnly,
        int position,
        String name,
        String description,
        Source source,
        Lsn first,
        Lsn last,
        Optional<Lsn> checkpoint,
        Optional<Lsn> databaseBackup,
        Optional<DifferentialBase> differentialBase,
        RecoveryPath path,
        List<Commit> content,
        List<Commit> log,
        Instant started,
        Instant finished,
        Instant until,
        Features features) {
    /** What is backed up. */
    public enum Kind {
        /** The database. */
        FULL,
        /** What has changed since the last full backup that was not copy-only. */
        DIFFERENTIAL,
        /** The log. */
        LOG
    }

    /**
     * The database at that time.
     *
     * @param id of the database, which a restore under another name changes
     * @param family of all databases that come from one
     * @param upkeep what was done for its indexes and statistics
     * @param lastGoodCheck when it was last checked without an error; empty if never. That a backup carries it follows from where the server
     *     keeps it, and is unverified
     */
    public record Source(
            String server,
            int majorVersion,
            String database,
            UUID id,
            UUID family,
            Instant created,
            RecoveryModel recoveryModel,
            UserAccess access,
            boolean readOnly,
            DatabaseOptions options,
            Optional<Instant> lastGoodCheck,
            Upkeep upkeep,
            List<DatabaseFile> files) {
        /** Copies the list. */
        public Source {
            files = List.copyOf(files);
        }

        /** That of its server, unless another one was set. */
        public int compatibilityLevel() {
            return options.find(CompatibilityLevel.class)
                    .map(CompatibilityLevel::level)
                    .orElse(10 * majorVersion);
        }
    }

    /** On which full backup a differential one stands. */
    public record DifferentialBase(UUID backupSet, Lsn lsn, Instant at) {}

    /**
     * How it was written.
     *
     * @param encryptedBy the certificate; empty if it is not encrypted
     * @param damaged whether pages were bad when it was written
     * @param beginsLogChain whether it is the first log backup of a chain
     * @param bytes of the data, uncompressed
     */
    public record Features(
            boolean checksums,
            boolean compressed,
            Optional<String> encryptedBy,
            boolean damaged,
            boolean beginsLogChain,
            long bytes) {
        /** That of the certificate; empty if it is not encrypted. */
        public Optional<byte[]> encryptorThumbprint() {
            return encryptedBy.map(Certificate::thumbprintOf);
        }
    }

    /** Copies the lists. */
    public BackupSet {
        content = List.copyOf(content);
        log = List.copyOf(log);
    }

    /** Whether it comes from a database that keeps its log. */
    boolean keepsLog() {
        return source.recoveryModel() != RecoveryModel.SIMPLE;
    }

    /** Whether a part of its log has only noted which pages were loaded. */
    public boolean hasBulkLoggedData() {
        return log.stream().anyMatch(Commit::bulkLogged);
    }

    /** The same at another place of its media. */
    public BackupSet at(int newPosition) {
        return new BackupSet(
                id,
                kind,
                copyOnly,
                newPosition,
                name,
                description,
                source,
                first,
                last,
                checkpoint,
                databaseBackup,
                differentialBase,
                path,
                content,
                log,
                started,
                finished,
                until,
                features);
    }
}
