package io.emrops.testkit.sqlserver.engine;

import io.emrops.testkit.sqlserver.script.SqlError;
import java.util.List;

/** A statement has failed. */
final class Raised extends Exception {
    private static final long serialVersionUID = 1;

    private final transient List<SqlError> errors;
    private final Reach reach;

    /** How far an error goes that nobody catches ("Errors and transactions"; not all of it is documented). */
    enum Reach {
        /** The next statement is run. */
        STATEMENT,
        /** The batch ends, or the text that EXECUTE runs; the transaction stays. */
        SCOPE,
        /** The batch ends, and with it the transaction. */
        BATCH
    }

    Raised(List<SqlError> errors, Reach reach) {
        super("error " + errors.get(0).number(), null, false, false);
        this.errors = List.copyOf(errors);
        this.reach = reach;
    }

    /** In the order in which they are said; at least one. */
    List<SqlError> errors() {
        return errors;
    }

    /** The one that {@code ERROR_NUMBER()} tells. */
    SqlError last() {
        return errors.get(errors.size() - 1);
    }

    Reach reach() {
        return reach;
    }

    Raised withReach(Reach newReach) {
        return new Raised(errors, newReach);
    }
}
