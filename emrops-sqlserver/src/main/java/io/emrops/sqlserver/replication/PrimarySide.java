package io.emrops.sqlserver.replication;

import io.emrops.sqlserver.history.BackupSet;
import io.emrops.sqlserver.history.Forks;
import io.emrops.sqlserver.server.ServerFacts;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * What the server says that logs are shipped from.
 *
 * @param newestLog empty if it has made none
 * @param newestSet the same by the history of backups; empty if that does not know it
 * @param folders empty if it ships no log of this database
 * @param restoredSince whether something was restored over the database since its newest log backup
 */
record PrimarySide(
        ServerFacts facts,
        Instant now,
        ShippedDatabase database,
        Optional<LogEnd> newestLog,
        Optional<BackupSet> newestSet,
        Optional<Folders> folders,
        boolean restoredSince) {
    boolean isOpen() {
        return database.isOpen();
    }

    /** What the database is known by, and the branch that it is on; empty if nobody can tell. */
    Optional<Lineage> lineage() {
        if (isOpen()) {
            return database.family().flatMap(family -> database.forks().map(forks -> new Lineage(family, forks)));
        }
        return tail().isPresent() ? newestSet.map(set -> new Lineage(set.family(), set.forks())) : Optional.empty();
    }

    /** Which history a database has. */
    record Lineage(UUID family, Forks forks) {}

    /** The backup that has closed it: it holds the end of its log. */
    Optional<LogEnd> tail() {
        return newestLog.filter(LogEnd::closing).filter(end -> database.isRestoring() && !restoredSince);
    }
}
