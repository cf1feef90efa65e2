package io.emrops.recovery;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * A database that was brought back and is open.
 *
 * @param database which one
 * @param moment what was committed then or before is in it, what came later is not
 * @param openedAt by the system's clock
 * @param restoring how long restoring took, as far as the system's history tells; zero if it does not
 * @param orphanedUsers users of the database whose login the system does not have, or has under another identity
 * @param remarks what should be done next, such as a full backup
 */
public record Recovered(
        String database,
        Instant moment,
        Instant openedAt,
        Duration restoring,
        List<String> orphanedUsers,
        List<String> remarks) {
    public Recovered {
        Objects.requireNonNull(database, "database");
        Objects.requireNonNull(moment, "moment");
        Objects.requireNonNull(openedAt, "openedAt");
        Objects.requireNonNull(restoring, "restoring");
        orphanedUsers = List.copyOf(orphanedUsers);
        remarks = List.copyOf(remarks);
    }
}
