package io.emrops.testkit.sqlserver.statement;

/** An option of {@code DBCC CHECKDB}. */
public sealed interface CheckOption {
    /** One without a value. */
    enum Flag implements CheckOption {
        /** Has no effect any more: it is the default. */
        ALL_ERRORMSGS,
        /** Indexed views and the like too. */
        EXTENDED_LOGICAL_CHECKS,
        /** Only what is wrong. */
        NO_INFOMSGS,
        /** Locks instead of a snapshot. */
        TABLOCK,
        /** How much room in tempdb it would take. */
        ESTIMATEONLY,
        /** Pages and headers. */
        PHYSICAL_ONLY,
        /** Values that are out of range. */
        DATA_PURITY,
        /** Rows instead of messages. */
        TABLERESULTS,
        /** Of another command. */
        ALL_CONSTRAINTS,
        /** Of another command. */
        ALL_INDEXES,
        /** Of another command. */
        ALL_LEVELS,
        /** Of another command. */
        COUNT_ROWS,
        /** Of another command. */
        DENSITY_VECTOR,
        /** Of another command. */
        FAST,
        /** Of another command. */
        HISTOGRAM,
        /** Of another command. */
        STAT_HEADER,
        /** Of another command. */
        STATS_STREAM
    }

    /** {@code MAXDOP}. */
    record MaxDop(int processors) implements CheckOption {}
}
