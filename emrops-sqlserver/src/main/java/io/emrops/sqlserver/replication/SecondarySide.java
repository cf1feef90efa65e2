package io.emrops.sqlserver.replication;

import io.emrops.replication.Replica.Link;
import io.emrops.sqlserver.history.BackupSet;
import io.emrops.sqlserver.server.ServerFacts;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the server says that logs are shipped to.
 *
 * @param restored the newest backup that was restored, by its own history; empty if nobody can tell
 * @param folders empty if no log of this database is shipped to it
 * @param monitored empty if nothing is monitored
 * @param link whether it can read the newest log backup of the primary
 * @param busy whether something is being restored on it now
 */
record SecondarySide(
        ServerFacts facts,
        Instant now,
        ShippedDatabase database,
        Optional<BackupSet> restored,
        Optional<Folders> folders,
        Optional<MonitoredRestore> monitored,
        Link link,
        boolean busy) {
    boolean isOpen() {
        return database.isOpen();
    }

    /** What began to be backed up later may lack in it. */
    Optional<Instant> heldUntil() {
        return restored.map(set -> set.startedAt().toInstant());
    }

    /** Never better than what was restored, whatever the monitor says. */
    Optional<Duration> age(Instant at) {
        return heldUntil()
                .map(until -> Duration.between(until, at))
                .filter(age -> !age.isNegative())
                .map(age -> Stream.concat(Stream.of(age), monitored.flatMap(row -> row.age(at)).stream())
                        .max(Duration::compareTo)
                        .orElse(age));
    }
}
