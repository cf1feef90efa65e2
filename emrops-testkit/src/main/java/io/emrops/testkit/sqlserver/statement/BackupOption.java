package io.emrops.testkit.sqlserver.statement;

import io.emrops.testkit.sqlserver.grammar.Messages;
import io.emrops.testkit.sqlserver.grammar.Operand;
import io.emrops.testkit.sqlserver.grammar.Versioned;
import java.util.Optional;

/** An option of a backup ("BACKUP (Transact-SQL)"). Which are for databases and which for logs only is found out at run time. */
public sealed interface BackupOption {
    /** One without a value. */
    enum Flag implements BackupOption, Versioned {
        /** Only what has changed since the last full backup. */
        DIFFERENTIAL,
        /** Outside of the sequence of backups. */
        COPY_ONLY,
        /** Verify pages and write a checksum. */
        CHECKSUM,
        /** The opposite. */
        NO_CHECKSUM,
        /** Fail at a bad page. */
        STOP_ON_ERROR,
        /** Go on after a bad page. */
        CONTINUE_AFTER_ERROR,
        /** By the server's own algorithm. */
        COMPRESSION,
        /** None, whatever the server's setting. */
        NO_COMPRESSION,
        /** Overwrite the backup sets. */
        INIT,
        /** Append. */
        NOINIT,
        /** Write a new media header. */
        FORMAT,
        /** Keep the media header. */
        NOFORMAT,
        /** Do not look at expiry. */
        SKIP,
        /** Look at it. */
        NOSKIP,
        /** Rewind the tape. */
        REWIND,
        /** Keep it. */
        NOREWIND,
        /** Eject the tape. */
        UNLOAD,
        /** Keep it loaded. */
        NOUNLOAD,
        /** Has no effect any more. */
        RESTART,
        /** Report progress every 10 percent. */
        STATS,
        /** Back up the tail and leave the database restoring. */
        NORECOVERY,
        /** Copy-only, and in spite of damage. */
        NO_TRUNCATE,
        /** Snapshots of blobs. */
        FILE_SNAPSHOT,
        /** For storage snapshots. */
        METADATA_ONLY(16),
        /** The older word for it. */
        SNAPSHOT(16);

        private final int since;

        Flag() {
            this(Messages.OLDEST);
        }

        Flag(int since) {
            this.since = since;
        }

        @Override
        public int since() {
            return since;
        }
    }

    /** What takes a value. */
    enum Setting {
        /** Of the backup set. */
        NAME,
        /** Of the backup set. */
        DESCRIPTION,
        /** Of the media set. */
        MEDIANAME,
        /** Of the media set. */
        MEDIADESCRIPTION,
        /** A date. */
        EXPIREDATE,
        /** Days. */
        RETAINDAYS,
        /** Bytes. */
        BLOCKSIZE,
        /** Buffers in all. */
        BUFFERCOUNT,
        /** Bytes. */
        MAXTRANSFERSIZE,
        /** Percent between two reports. */
        STATS,
        /** The undo file of a log backup that leaves the database readable. */
        STANDBY,
        /** For an URL. */
        CREDENTIAL
    }

    /** One with a value: a string, a number or a variable. Whether it fits (else error 3217 or the like) is found out at run time. */
    record Value(Setting setting, Operand operand) implements BackupOption {}

    /** Compression by a named algorithm. */
    record Compression(Algorithm algorithm, Optional<Level> level) implements BackupOption {
        /** What compresses ("Backup compression (SQL Server)"). */
        public enum Algorithm implements Versioned {
            /** The old one. */
            MS_XPRESS(16),
            /** Intel's. */
            QAT_DEFLATE(16),
            /** Zstandard. */
            ZSTD(17);

            private final int since;

            Algorithm(int since) {
                this.since = since;
            }

            @Override
            public int since() {
                return since;
            }
        }

        /** How thoroughly. */
        public enum Level {
            /** The default. */
            LOW,
            /** Between. */
            MEDIUM,
            /** Smallest. */
            HIGH
        }
    }

    /**
     * Encryption.
     *
     * @param name of a certificate or key in master
     */
    record Encryption(Algorithm algorithm, Encryptor encryptor, String name) implements BackupOption {
        /** What encrypts ("Backup encryption"). */
        public enum Algorithm {
            /** AES, 128 bits. */
            AES_128,
            /** AES, 192 bits. */
            AES_192,
            /** AES, 256 bits. */
            AES_256,
            /** Triple DES. */
            TRIPLE_DES_3KEY
        }

        /** What protects the key. */
        public enum Encryptor {
            /** A certificate. */
            CERTIFICATE,
            /** A key of a key management module. */
            ASYMMETRIC_KEY
        }
    }
}
