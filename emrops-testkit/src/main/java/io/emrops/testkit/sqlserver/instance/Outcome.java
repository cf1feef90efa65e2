package io.emrops.testkit.sqlserver.instance;

import io.emrops.testkit.sqlserver.script.SqlError;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What an operation came to.
 *
 * @param result the rows that it answers with; most operations have none
 * @param messages what the server says, in that order; errors are among them only where a check has found some
 * @param killed the sessions that were in its way, and end
 * @param returnStatus of a procedure; 0 for anything else
 */
public record Outcome(Optional<Result> result, List<SqlError> messages, List<Integer> killed, int returnStatus) {
    /** Copies the lists. */
    public Outcome {
        messages = List.copyOf(messages);
        killed = List.copyOf(killed);
    }

    Outcome(Optional<Result> result, List<SqlError> messages, List<Integer> killed) {
        this(result, messages, killed, 0);
    }

    Outcome saying(SqlError last) {
        var all = new ArrayList<>(messages);
        all.add(last);
        return new Outcome(result, all, killed, returnStatus);
    }

    static Outcome of(List<SqlError> messages) {
        return new Outcome(Optional.empty(), messages, List.of());
    }

    static Outcome of(Result result) {
        return new Outcome(Optional.of(result), List.of(), List.of());
    }

    static Outcome silent() {
        return of(List.of());
    }
}
