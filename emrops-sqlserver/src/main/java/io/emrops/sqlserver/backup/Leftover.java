package io.emrops.sqlserver.backup;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.Objects;

/**
 * A database that a restore test has left, such as one whose program has died. It holds a copy of everybody's data.
 *
 * @param database its name
 * @param state such as {@code RESTORING}
 * @param createdAt by the server's clock
 * @param doubts why it is not removed, if it could be somebody else's after all; empty if it is certainly one
 */
public record Leftover(String database, String state, OffsetDateTime createdAt, List<String> doubts) {
    public Leftover {
        Objects.requireNonNull(database, "database");
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(createdAt, "createdAt");
        doubts = List.copyOf(doubts);
    }
}
