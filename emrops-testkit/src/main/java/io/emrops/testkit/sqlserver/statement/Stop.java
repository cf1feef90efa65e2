package io.emrops.testkit.sqlserver.statement;

import io.emrops.testkit.sqlserver.script.SqlError;
import java.util.List;

/** Ends the reading of a statement. */
abstract class Stop extends Exception {
    private static final long serialVersionUID = 1;

    private Stop(String message) {
        super(message, null, false, false);
    }

    /** The server refuses to compile it. */
    static final class Refusal extends Stop {
        private static final long serialVersionUID = 1;

        private final transient List<SqlError> errors;

        Refusal(List<SqlError> errors) {
            super(errors.get(0).text());
            this.errors = List.copyOf(errors);
        }

        List<SqlError> errors() {
            return errors;
        }
    }

    /** It is a good statement, perhaps, but not one of those that are read here. */
    static final class Foreign extends Stop {
        private static final long serialVersionUID = 1;

        Foreign() {
            super("not a statement of administration");
        }
    }
}
