package io.emrops.testkit.sqlserver.instance;

import io.emrops.testkit.sqlserver.statement.BackupOption.Compression;
import io.emrops.testkit.sqlserver.statement.BackupOption.Encryption;
import io.emrops.testkit.sqlserver.statement.DatabaseSetting.CompatibilityLevel;
import io.emrops.testkit.sqlserver.statement.DatabaseSetting.RecoveryModel;
import io.emrops.testkit.sqlserver.statement.DatabaseSetting.UserAccess;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
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
 * @param expires until when it may not be written over; empty if that was never said
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
        Optional<Instant> expires,
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
     * @param damaged whether it had bad pages, known or not; never for a log, which has none of its pages
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
            boolean damaged,
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

    /** What is said of a set beside how it was written. */
    public enum Trait {
        /** Bad pages were found, and it went on all the same. */
        DAMAGED(32),
        /** It is the first log backup of a chain; no flag tells of it. */
        BEGINS_LOG_CHAIN(0),
        /** After it the database was taken away from its users, or could not be opened any more. */
        TAIL(64),
        /** Of a tail whose database could not be read. */
        INCOMPLETE_METADATA(128),
        /** The database was taken away from its users by it. */
        FORCED_OFFLINE(256);

        private final int flag;

        Trait(int flag) {
            this.flag = flag;
        }
    }

    /**
     * How it was written.
     *
     * @param compression empty if it is not compressed
     * @param encryption empty if it is not encrypted
     * @param bytes of the data, uncompressed
     */
    public record Features(
            boolean checksums,
            Optional<Compression.Algorithm> compression,
            Optional<Encryption> encryption,
            Set<Trait> traits,
            long bytes) {
        /** Copies the traits. */
        public Features {
            traits = Set.copyOf(traits);
        }

        /** Whether it has this trait. */
        public boolean is(Trait trait) {
            return traits.contains(trait);
        }

        /** Whether bad pages were found, and it went on all the same. */
        public boolean damaged() {
            return is(Trait.DAMAGED);
        }

        /** Whether it is the first log backup of a chain. */
        public boolean beginsLogChain() {
            return is(Trait.BEGINS_LOG_CHAIN);
        }

        /** Whether it is compressed. */
        public boolean compressed() {
            return compression.isPresent();
        }

        /** As headers tell it; empty if it is not compressed. */
        public Optional<String> compressionAlgorithm() {
            return compression.map(Enum::name);
        }

        /** The certificate or key; empty if it is not encrypted. */
        public Optional<String> encryptedBy() {
            return encryption.map(Encryption::name);
        }

        /** That of the certificate; empty if it is not encrypted. */
        public Optional<byte[]> encryptorThumbprint() {
            return encryptedBy().map(Certificate::thumbprintOf);
        }

        /** As headers tell it; empty if it is not encrypted. That it is so for others than AES with 256 bits is unverified. */
        public Optional<String> keyAlgorithm() {
            return encryption.map(chosen -> chosen.algorithm().name().toLowerCase(Locale.ROOT));
        }

        /** As headers tell it; empty if it is not encrypted. */
        public Optional<String> encryptorType() {
            return encryption.map(chosen -> chosen.encryptor().name().replace('_', ' '));
        }
    }

    /**
     * The bits of HEADERONLY and {@code backupset} ("RESTORE Statements - HEADERONLY (Transact-SQL)"). One of them is always set, and one
     * stands for copy-only, which others have seen and the page does not have.
     */
    public int flags() {
        var flags = 512 + (copyOnly ? 1024 : 0);
        flags += hasBulkLoggedData() ? 1 : 0;
        flags += source.readOnly() ? 4 : 0;
        flags += source.access() == UserAccess.SINGLE_USER ? 8 : 0;
        flags += features.checksums() ? 16 : 0;
        return flags + features.traits().stream().mapToInt(trait -> trait.flag).sum();
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
                expires,
                features);
    }
}
