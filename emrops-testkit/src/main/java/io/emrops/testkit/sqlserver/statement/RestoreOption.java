package io.emrops.testkit.sqlserver.statement;

import io.emrops.testkit.sqlserver.grammar.Messages;
import io.emrops.testkit.sqlserver.grammar.Operand;
import io.emrops.testkit.sqlserver.grammar.Versioned;
import java.util.Optional;

/** An option of a RESTORE ("RESTORE Arguments (Transact-SQL)"). */
public sealed interface RestoreOption {
    /** One without a value. */
    enum Flag implements RestoreOption, Versioned {
        /** Roll back what is not committed and open the database. */
        RECOVERY,
        /** Leave it restoring. */
        NORECOVERY,
        /** Over another database of this name. */
        REPLACE,
        /** Go on where the last one was interrupted. */
        RESTART,
        /** Leave it to owners and administrators. */
        RESTRICTED_USER,
        /** The primary filegroup and those that are named. */
        PARTIAL,
        /** Report progress every 10 percent. */
        STATS,
        /** Verify checksums; fail if there are none. */
        CHECKSUM,
        /** Do not. */
        NO_CHECKSUM,
        /** Go on after a bad page. */
        CONTINUE_AFTER_ERROR,
        /** Fail at a bad page. */
        STOP_ON_ERROR,
        /** Eject the tape. */
        UNLOAD,
        /** Keep it loaded. */
        NOUNLOAD,
        /** Rewind the tape. */
        REWIND,
        /** Keep it. */
        NOREWIND,
        /** Enter the set into the history. */
        LOADHISTORY,
        /** Keep the settings of replication. */
        KEEP_REPLICATION,
        /** Keep change data capture. */
        KEEP_CDC,
        /** Keep the retention of temporal history. */
        KEEP_TEMPORAL_RETENTION(14),
        /** Start Service Broker. */
        ENABLE_BROKER,
        /** The same with a new identifier. */
        NEW_BROKER,
        /** End its conversations. */
        ERROR_BROKER_CONVERSATIONS,
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
    enum Setting implements Versioned {
        /** Which backup set of the media, from 1. */
        FILE,
        /** Percent between two reports. */
        STATS,
        /** Of the media set. */
        MEDIANAME,
        /** Of the media set. */
        MEDIAPASSWORD,
        /** Of the backup set. */
        PASSWORD,
        /** Bytes. */
        BLOCKSIZE,
        /** Buffers in all. */
        BUFFERCOUNT,
        /** Bytes. */
        MAXTRANSFERSIZE,
        /** The undo file: the database stays readable between two restores. */
        STANDBY,
        /** For an URL. */
        CREDENTIAL,
        /** For storage snapshots of several databases. */
        DBNAME(16);

        private final int since;

        Setting() {
            this(Messages.OLDEST);
        }

        Setting(int since) {
            this.since = since;
        }

        @Override
        public int since() {
            return since;
        }
    }

    /** One with a value: a string, a number or a variable. Whether it fits is found out at run time. */
    record Value(Setting setting, Operand operand) implements RestoreOption {}

    /** A file goes elsewhere. That variables may stand here is said by the vendor's parser, not by its pages. */
    record Move(Operand logicalName, Operand path) implements RestoreOption {}

    /**
     * Where rolling forward stops.
     *
     * @param point a time, or a mark's name, or {@code lsn:} and a number, as a string or a variable
     * @param after the time after which the mark counts; never for {@code STOPAT}
     */
    record Stop(Kind kind, Operand point, Optional<Operand> after) implements RestoreOption {
        /** How it stops. */
        public enum Kind {
            /** At a time. */
            STOPAT,
            /** With the mark. */
            STOPATMARK,
            /** Right before it. */
            STOPBEFOREMARK
        }
    }

    /** The directory of FILESTREAM data. */
    record Filestream(String directory) implements RestoreOption {}
}
