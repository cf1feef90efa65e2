package io.emrops.testkit.sqlserver.grammar;

import io.emrops.testkit.sqlserver.script.SqlError;
import java.util.List;

/** Ends the reading of a statement. */
public abstract class Stop extends Exception {
    private static final long serialVersionUID = 1;

    private Stop(String message) {
        super(message, null, false, false);
    }

    /** The server refuses to compile it. */
    public static final class Refusal extends Stop {
        private static final long serialVersionUID = 1;

        private final transient List<SqlError> errors;

        public Refusal(List<SqlError> errors) {
            super(errors.get(0).text());
            this.errors = List.copyOf(errors);
        }

        /** What the server says. */
        public List<SqlError> errors() {
            return errors;
        }
    }

    /** It is a good statement, perhaps, but not one of those that are read here. */
    public static final class Foreign extends Stop {
        private static final long serialVersionUID = 1;

        public Foreign() {
            super("not a statement of administration");
        }
    }
}
