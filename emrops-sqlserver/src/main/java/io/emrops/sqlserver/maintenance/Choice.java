package io.emrops.sqlserver.maintenance;

import io.emrops.maintenance.TableName;

/** What becomes of an index or of statistics. */
sealed interface Choice {
    /** Something is done. */
    record Due(Job job) implements Choice {}

    /** Something should be done, and is not. */
    record Left(TableName table, String name, String why) implements Choice {}

    /** Nothing is done. */
    enum Nothing implements Choice {
        /** Because nothing is due. */
        IN_ORDER,
        /** Because it was told elsewhere. */
        TOLD
    }
}
