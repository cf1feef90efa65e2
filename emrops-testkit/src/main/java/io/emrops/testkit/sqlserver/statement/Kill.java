package io.emrops.testkit.sqlserver.statement;

import io.emrops.testkit.sqlserver.grammar.Operand;

/**
 * {@code KILL} ("KILL (Transact-SQL)").
 *
 * @param target a number of a session, or the string of a unit of work; never a variable
 */
public record Kill(Operand target, Mode mode) implements AdminStatement {
    /** What is wanted. */
    public enum Mode {
        /** End it. */
        END,
        /** Say how far the rollback is. */
        STATUSONLY,
        /** Commit a unit of work; error 6108 at run time for a session. */
        COMMIT,
        /** Roll back a unit of work; error 6108 at run time for a session. */
        ROLLBACK
    }
}
