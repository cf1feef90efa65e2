package io.emrops.testkit.sqlserver.statement;

import io.emrops.testkit.sqlserver.script.SqlError;
import java.util.List;

/** What a text turned out to be. */
public sealed interface Recognition {
    /**
     * Administration statements, in their order; none if nothing is said.
     *
     * @param rest the text from the first statement on that is none of administration; empty if all are
     */
    record Recognised(List<AdminStatement> statements, String rest) implements Recognition {
        /** Copies the list. */
        public Recognised {
            statements = List.copyOf(statements);
        }
    }

    /** The first statement is a query or whatever else: the text is for somebody else, as a whole. */
    record NotMine() implements Recognition {}

    /**
     * The server would not compile it: it sends these errors, runs no statement of the batch, and ends with a DONE of command 253.
     *
     * @param errors at least one
     */
    record Refused(List<SqlError> errors) implements Recognition {
        /** @throws IllegalArgumentException if there is no error */
        public Refused {
            errors = List.copyOf(errors);
            if (errors.isEmpty()) {
                throw new IllegalArgumentException("a refusal has an error");
            }
        }

        /** The first error: the one that clients throw. */
        public SqlError error() {
            return errors.get(0);
        }
    }
}
