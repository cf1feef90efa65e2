package io.emrops.testkit.sqlserver.statement;

import io.emrops.testkit.sqlserver.grammar.Operand;
import java.util.List;
import java.util.Optional;

/**
 * {@code DBCC CHECKDB} ("DBCC CHECKDB (Transact-SQL)"). Contrary options and options of other DBCC commands are refused at run time
 * (error 2532), and so is a second parameter that is none (error 2560).
 *
 * @param database a name, a string, a number (0 is the current database) or a variable; empty for the current database. That it may be
 *     a variable is unverified
 */
public record CheckDb(Optional<Operand> database, Optional<Repair> repair, List<CheckOption> options)
        implements AdminStatement {
    /** The second parameter. */
    public enum Repair {
        /** Nonclustered indexes are not looked at. */
        NOINDEX,
        /** Whatever it costs. */
        REPAIR_ALLOW_DATA_LOSS,
        /** Does nothing any more. */
        REPAIR_FAST,
        /** Without loss. */
        REPAIR_REBUILD,
        /** Any other word or value. */
        UNKNOWN
    }

    /** Copies the list. */
    public CheckDb {
        options = List.copyOf(options);
    }
}
