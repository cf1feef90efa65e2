package io.emrops.sqlserver.history;

import io.emrops.backup.Backup;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * That a backup set was restored, as "restorehistory (Transact-SQL)" tells of it.
 *
 * @param database what it was restored to
 * @param set which one
 * @param kind of the set
 * @param at when it was done, by the server's clock; the offset is not in the history, and is that of the server's zone
 * @param recovered whether the database was opened by the same statement
 * @param replaced whether the server's checks were left out
 * @param stopAt where it was to stop, by the clock of the server that made the backup; empty if nowhere
 */
public record RestoredSet(
        String database,
        UUID set,
        Backup.Kind kind,
        OffsetDateTime at,
        boolean recovered,
        boolean replaced,
        Optional<LocalDateTime> stopAt) {
    public RestoredSet {
        Objects.requireNonNull(database, "database");
        Objects.requireNonNull(set, "set");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(at, "at");
        Objects.requireNonNull(stopAt, "stopAt");
    }
}
