package io.emrops.testkit.sqlserver.statement;

/** What is backed up or restored. */
public enum Scope {
    /** Data files, and as much of the log as they need. */
    DATABASE,
    /** The log. */
    LOG
}
