package io.emrops.testkit.sqlserver.grammar;

/** A word of the grammar that older servers may not know. */
public interface Versioned {
    /** The major version that brought it. */
    default int since() {
        return Messages.OLDEST;
    }
}
