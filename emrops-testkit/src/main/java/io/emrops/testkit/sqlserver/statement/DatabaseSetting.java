package io.emrops.testkit.sqlserver.statement;

import io.emrops.testkit.sqlserver.grammar.Messages;
import io.emrops.testkit.sqlserver.grammar.Versioned;
import java.time.Duration;

/** A setting of a database ("ALTER DATABASE SET options (Transact-SQL)"): those that operators use. */
public sealed interface DatabaseSetting {
    /** Whether it can be used at all. */
    enum State implements DatabaseSetting {
        /** Open. */
        ONLINE,
        /** Shut down cleanly. */
        OFFLINE,
        /** For administrators, to read what is left. */
        EMERGENCY
    }

    /** Who can use it. */
    enum UserAccess implements DatabaseSetting {
        /** One session. */
        SINGLE_USER,
        /** Owners and administrators. */
        RESTRICTED_USER,
        /** All. */
        MULTI_USER
    }

    /** Whether it can be changed. */
    enum Updateability implements DatabaseSetting {
        /** No. */
        READ_ONLY,
        /** Yes. */
        READ_WRITE
    }

    /** Service Broker. */
    enum Broker implements DatabaseSetting {
        /** On. */
        ENABLE_BROKER,
        /** Off. */
        DISABLE_BROKER,
        /** On, with a new identifier. */
        NEW_BROKER,
        /** On, and conversations end with an error. */
        ERROR_BROKER_CONVERSATIONS
    }

    /** How much is logged, and how long it is kept. */
    enum RecoveryModel implements DatabaseSetting {
        /** Everything. */
        FULL,
        /** Bulk loads by their extents. */
        BULK_LOGGED,
        /** Until the next checkpoint. */
        SIMPLE
    }

    /** How a torn or rotten page is found. */
    enum PageVerify implements DatabaseSetting {
        /** Not. */
        NONE,
        /** Over the whole page. */
        CHECKSUM,
        /** A few bits. */
        TORN_PAGE_DETECTION
    }

    /** When a commit is on disk. */
    enum DelayedDurability implements DatabaseSetting {
        /** At once. */
        DISABLED,
        /** Later, if the transaction says so. */
        ALLOWED,
        /** Later. */
        FORCED
    }

    /** The Query Store as a whole; its own options are not read here. */
    enum QueryStore implements DatabaseSetting {
        /** On. */
        ON,
        /** Off. */
        OFF,
        /** What is in it is thrown away. */
        CLEAR
    }

    /** Whether data moves to or from the database of an availability group. */
    enum Hadr implements DatabaseSetting {
        /** Not. */
        SUSPEND,
        /** Again. */
        RESUME
    }

    /** {@code COMPATIBILITY_LEVEL}; whether the server has it is found out at run time. */
    record CompatibilityLevel(int level) implements DatabaseSetting {}

    /** {@code TARGET_RECOVERY_TIME}. */
    record TargetRecoveryTime(Duration time) implements DatabaseSetting {}

    /** One that is on or off. */
    record Switch(Kind kind, boolean on) implements DatabaseSetting {
        /** Which. */
        public enum Kind implements Versioned {
            /** Shut down after the last user. */
            AUTO_CLOSE,
            /** Shrink files. */
            AUTO_SHRINK,
            /** Make missing statistics. */
            AUTO_CREATE_STATISTICS,
            /** Renew them. */
            AUTO_UPDATE_STATISTICS,
            /** While queries run on. */
            AUTO_UPDATE_STATISTICS_ASYNC,
            /** Readers see versions. */
            READ_COMMITTED_SNAPSHOT,
            /** Sessions may ask for versions. */
            ALLOW_SNAPSHOT_ISOLATION,
            /** Code in it may reach beyond it. */
            TRUSTWORTHY,
            /** Ownership chains reach beyond it. */
            DB_CHAINING,
            /** Transparent encryption. */
            ENCRYPTION,
            /** As in ISO. */
            ANSI_NULL_DEFAULT,
            /** As in ISO. */
            ANSI_NULLS,
            /** As in ISO. */
            ANSI_PADDING,
            /** As in ISO. */
            ANSI_WARNINGS,
            /** End a query at an overflow. */
            ARITHABORT,
            /** NULL and a text are NULL. */
            CONCAT_NULL_YIELDS_NULL,
            /** Complain about lost digits. */
            NUMERIC_ROUNDABORT,
            /** Quotes around names. */
            QUOTED_IDENTIFIER,
            /** Triggers may fire themselves. */
            RECURSIVE_TRIGGERS,
            /** A commit closes cursors. */
            CURSOR_CLOSE_ON_COMMIT,
            /** Correlate dates of joined tables. */
            DATE_CORRELATION_OPTIMIZATION,
            /** The old word for a page verification. */
            TORN_PAGE_DETECTION,
            /** First pages from shared extents. */
            MIXED_PAGE_ALLOCATION,
            /** Look at priorities. */
            HONOR_BROKER_PRIORITY,
            /** Old rows of temporal tables go. */
            TEMPORAL_HISTORY_RETENTION(14, false),
            /** Isolation for memory-optimized tables. */
            MEMORY_OPTIMIZED_ELEVATE_TO_SNAPSHOT(13, true),
            /** Recovery by versions. */
            ACCELERATED_DATABASE_RECOVERY(15, true),
            /** Locks by transaction. */
            OPTIMIZED_LOCKING(17, true);

            private final int since;
            private final boolean equalsSign;

            Kind() {
                this(Messages.OLDEST, false);
            }

            Kind(int since, boolean equalsSign) {
                this.since = since;
                this.equalsSign = equalsSign;
            }

            @Override
            public int since() {
                return since;
            }

            /** Whether {@code =} stands before the value. */
            public boolean hasEqualsSign() {
                return equalsSign;
            }
        }
    }
}
