package io.emrops.sqlserver.session;

import io.emrops.Target;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * A query whose rows are read one by one.
 *
 * @param database the one the connection is in
 * @param what is asked for, for errors: "the audit events"
 * @param target for errors
 * @param sql with {@code ?} for each parameter
 * @param parameters none of which is null
 * @param answerWithin how long the server may be silent: before its first answer, and between any two
 */
public record StreamedQuery(
        String database, String what, Target target, String sql, List<Object> parameters, Duration answerWithin) {
    public StreamedQuery {
        Objects.requireNonNull(database, "database");
        Objects.requireNonNull(what, "what");
        Objects.requireNonNull(target, "target");
        Objects.requireNonNull(sql, "sql");
        parameters = List.copyOf(parameters);
        ShortQueries.requireSeconds(answerWithin);
    }

    /** Neither the parameters, which may be of rows, nor the statement. */
    @Override
    public String toString() {
        return "the query for " + what;
    }
}
