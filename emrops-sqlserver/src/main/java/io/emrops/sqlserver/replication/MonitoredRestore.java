package io.emrops.sqlserver.replication;

import io.emrops.sqlserver.session.Row;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;

/**
 * What the monitor of log shipping says of a secondary ("log_shipping_monitor_secondary (Transact-SQL)").
 *
 * @param restoredAt when the last log backup was restored
 * @param latency how old that was then; whole minutes
 * @param threshold how long nothing may be restored before somebody is told
 */
record MonitoredRestore(Optional<Instant> restoredAt, Optional<Duration> latency, Optional<Duration> threshold) {
    static final String QUERY = "SELECT last_restored_date_utc, last_restored_latency, restore_threshold"
            + " FROM msdb.dbo.log_shipping_monitor_secondary WHERE secondary_database = ?";

    static MonitoredRestore of(Row row) throws SQLException {
        return new MonitoredRestore(
                row.time("last_restored_date_utc").map(time -> time.toInstant(ZoneOffset.UTC)),
                row.bigInteger("last_restored_latency").map(Duration::ofMinutes),
                row.bigInteger("restore_threshold").map(Duration::ofMinutes));
    }

    /** How old the data is by this. */
    Optional<Duration> age(Instant now) {
        return restoredAt.map(at -> Duration.between(at, now).plus(latency.orElse(Duration.ZERO)));
    }

    /** Whether nothing was restored for longer than whoever set it up allows. */
    boolean isLate(Instant now) {
        return threshold.isPresent()
                && restoredAt
                        .filter(at -> Duration.between(at, now).compareTo(threshold.get()) > 0)
                        .isPresent();
    }
}
