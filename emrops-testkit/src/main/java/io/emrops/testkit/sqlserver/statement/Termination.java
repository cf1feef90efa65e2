package io.emrops.testkit.sqlserver.statement;

/** What becomes of other sessions that stand in the way of a setting. */
public sealed interface Termination {
    /** Nothing is said: the statement waits for them. */
    record Wait() implements Termination {}

    /** {@code ROLLBACK IMMEDIATE}. */
    record RollbackImmediate() implements Termination {}

    /** {@code ROLLBACK AFTER}. */
    record RollbackAfter(int seconds) implements Termination {}

    /** {@code NO_WAIT}: the statement fails. */
    record NoWait() implements Termination {}
}
