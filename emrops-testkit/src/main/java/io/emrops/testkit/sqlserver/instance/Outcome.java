package io.emrops.testkit.sqlserver.instance;

import io.emrops.testkit.sqlserver.script.SqlError;
import java.util.List;

/**
 * What an operation came to.
 *
 * @param messages what the server says, in that order; none of them is an error
 * @param killed the sessions that were in its way, and end
 */
public record Outcome(List<SqlError> messages, List<Integer> killed) {
    /** Copies the lists. */
    public Outcome {
        messages = List.copyOf(messages);
        killed = List.copyOf(killed);
    }

    static Outcome of(List<SqlError> messages) {
        return new Outcome(messages, List.of());
    }

    static Outcome silent() {
        return of(List.of());
    }
}
