package io.emrops.sqlserver.audit;

import io.emrops.Target;
import io.emrops.sqlserver.session.Sessions;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * Where tables are.
 *
 * @param sessions the connections
 * @param database its name
 * @param target asks the server who it is, if nobody has
 * @param answerWithin how long the server may be silent
 */
public record Place(Sessions sessions, String database, Supplier<Target> target, Duration answerWithin) {
    public Place {
        Objects.requireNonNull(sessions, "sessions");
        Objects.requireNonNull(database, "database");
        Objects.requireNonNull(target, "target");
        Objects.requireNonNull(answerWithin, "answerWithin");
    }
}
