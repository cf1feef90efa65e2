package io.emrops.sqlserver.replication;

import io.emrops.sqlserver.server.ServerFacts;
import java.time.Instant;
import java.util.Optional;

/**
 * What the server says that logs are shipped from.
 *
 * @param newestLog empty if it has made none
 * @param folders empty if it ships no log of this database
 * @param restoredSince whether something was restored over the database since its newest log backup
 */
record PrimarySide(
        ServerFacts facts,
        Instant now,
        ShippedDatabase database,
        Optional<LogEnd> newestLog,
        Optional<Folders> folders,
        boolean restoredSince) {
    boolean isOpen() {
        return database.isOpen();
    }

    /** The backup that has closed it: it holds the end of its log. */
    Optional<LogEnd> tail() {
        return newestLog.filter(LogEnd::closing).filter(end -> database.isRestoring() && !restoredSince);
    }
}
