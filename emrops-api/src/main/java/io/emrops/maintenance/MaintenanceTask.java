package io.emrops.maintenance;

import java.util.Objects;

/**
 * One thing to do to one index or to statistics.
 *
 * @param kind what is done
 * @param table of which table
 * @param name of the index or the statistics
 * @param partition which one of the index, from 1; 0 for all of it
 * @param reason why, in words: {@code 42.0 % fragmented}
 * @param before as it is now
 */
public record MaintenanceTask(
        Kind kind, TableName table, String name, int partition, String reason, Measurement before) {
    /** What is done, in the order in which it is. */
    public enum Kind {
        /** Ends a rebuild that somebody has begun and left. What it has done is lost. */
        ABORT_REBUILD("Abort the paused rebuild of index"),
        /** Goes on with a rebuild where it was left. */
        RESUME_REBUILD("Go on with the rebuild of index"),
        /** Makes statistics anew, of as many rows as the system finds right or as last time. */
        UPDATE_STATISTICS("Update statistics"),
        /** Makes statistics anew, of every row. */
        UPDATE_STATISTICS_FULLSCAN("Update with a full scan statistics"),
        /** Puts the pages of an index in order, beside all other work; may be ended at any time. */
        REORGANIZE("Reorganise index"),
        /** Builds an index anew, beside all other work, in pieces: ended early, it is gone on with. */
        REBUILD_RESUMABLE("Rebuild online, in a way that can be resumed, index"),
        /** Builds an index anew, beside all other work; ended early, all is lost. */
        REBUILD_ONLINE("Rebuild online index"),
        /** Builds an index anew; nobody can use the table meanwhile. */
        REBUILD_OFFLINE("Rebuild offline index");

        private final String words;

        Kind(String words) {
            this.words = words;
        }

        /** Whether an index is built anew by it, with its statistics. */
        public boolean isRebuild() {
            return this == RESUME_REBUILD
                    || this == REBUILD_RESUMABLE
                    || this == REBUILD_ONLINE
                    || this == REBUILD_OFFLINE;
        }

        /** Whether it is about statistics alone. */
        public boolean isStatistics() {
            return this == UPDATE_STATISTICS || this == UPDATE_STATISTICS_FULLSCAN;
        }
    }

    public MaintenanceTask {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(table, "table");
        Objects.requireNonNull(name, "name");
        if (partition < 0) {
            throw new IllegalArgumentException("Partitions are counted from 1, not " + partition);
        }
        Objects.requireNonNull(reason, "reason");
        Objects.requireNonNull(before, "before");
    }

    /** What it is done to: {@code IX_Shifts_Start of dbo.Shifts}. */
    public String subject() {
        return name + (partition == 0 ? "" : ", partition " + partition + ",") + " of " + table;
    }

    /** In one line, with the reason. */
    public String words() {
        return kind.words + " " + subject() + ": " + reason;
    }
}
