package io.emrops.testkit.sqlserver.statement;

/** A word of the grammar that older servers may not know. */
interface Versioned {
    /** The major version that brought it. */
    default int since() {
        return Messages.OLDEST;
    }
}
