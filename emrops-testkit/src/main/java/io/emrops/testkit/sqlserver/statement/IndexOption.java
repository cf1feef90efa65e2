package io.emrops.testkit.sqlserver.statement;

import java.util.List;
import java.util.Optional;

/** An option of {@code ALTER INDEX}. */
public sealed interface IndexOption {
    /** One that is on or off. */
    record Switch(Kind kind, boolean on) implements IndexOption {
        /** Which. */
        public enum Kind {
            /** Room in the upper levels. */
            PAD_INDEX,
            /** Sort in tempdb. */
            SORT_IN_TEMPDB,
            /** Ignore rows that are there already. */
            IGNORE_DUP_KEY,
            /** Statistics are not renewed. */
            STATISTICS_NORECOMPUTE,
            /** Statistics by partition. */
            STATISTICS_INCREMENTAL,
            /** It may be interrupted. */
            RESUMABLE,
            /** Row locks. */
            ALLOW_ROW_LOCKS,
            /** Page locks. */
            ALLOW_PAGE_LOCKS,
            /** Against contention at the last page. */
            OPTIMIZE_FOR_SEQUENTIAL_KEY,
            /** Compress XML. */
            XML_COMPRESSION,
            /** Compact large objects. */
            LOB_COMPACTION,
            /** Close all row groups. */
            COMPRESS_ALL_ROW_GROUPS
        }
    }

    /** One with a number. */
    record Value(Kind kind, int number) implements IndexOption {
        /** Which. */
        public enum Kind {
            /** Percent, 1 to 100. */
            FILLFACTOR,
            /** Processors. */
            MAXDOP,
            /** Minutes. */
            MAX_DURATION,
            /** Minutes. */
            COMPRESSION_DELAY
        }
    }

    /** {@code ONLINE}. */
    record Online(boolean on, Optional<LowPriority> lowPriority) implements IndexOption {}

    /** {@code WAIT_AT_LOW_PRIORITY} of a resumed rebuild. */
    record Waiting(LowPriority lowPriority) implements IndexOption {}

    /**
     * {@code DATA_COMPRESSION}.
     *
     * @param partitions empty for all
     */
    record DataCompression(Kind kind, List<Range> partitions) implements IndexOption {
        /** How. */
        public enum Kind {
            /** Not. */
            NONE,
            /** By row. */
            ROW,
            /** By page. */
            PAGE,
            /** By column. */
            COLUMNSTORE,
            /** By column, tighter. */
            COLUMNSTORE_ARCHIVE
        }

        /** Copies the list. */
        public DataCompression {
            partitions = List.copyOf(partitions);
        }
    }

    /**
     * How long to let others pass.
     *
     * @param minutes 0 for as long as it takes
     */
    record LowPriority(int minutes, Then then) {
        /** What happens after that. */
        public enum Then {
            /** Wait on as usual. */
            NONE,
            /** Give up. */
            SELF,
            /** Kill those that stand in the way. */
            BLOCKERS
        }
    }
}
