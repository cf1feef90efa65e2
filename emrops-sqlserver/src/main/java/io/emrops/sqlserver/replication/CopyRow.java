package io.emrops.sqlserver.replication;

import io.emrops.sqlserver.session.Row;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * A database of a replica as a server says it is ("sys.dm_hadr_database_replica_states (Transact-SQL)"). Sizes are in kilobytes.
 *
 * @param hardenedUntil rounded down to a second
 * @param redoneUntil rounded down to a second
 */
record CopyRow(
        String replica,
        String database,
        boolean local,
        String synchronisation,
        boolean suspended,
        Optional<Instant> hardenedUntil,
        Optional<Instant> redoneUntil,
        Optional<Long> unsent,
        Optional<Long> unredone,
        Optional<Duration> lag,
        Optional<BigDecimal> end) {
    static final String QUERY = "SELECT ar.replica_server_name, adc.database_name, drs.is_local,"
            + " drs.synchronization_state_desc, drs.is_suspended, drs.last_hardened_time, drs.last_commit_time,"
            + " drs.log_send_queue_size, drs.redo_queue_size, drs.secondary_lag_seconds, drs.end_of_log_lsn,"
            + " SYSDATETIMEOFFSET() AS server_time"
            + " FROM sys.dm_hadr_database_replica_states AS drs"
            + " JOIN sys.availability_groups AS ag ON ag.group_id = drs.group_id"
            + " JOIN sys.availability_replicas AS ar ON ar.replica_id = drs.replica_id"
            + " JOIN sys.availability_databases_cluster AS adc ON adc.group_database_id = drs.group_database_id"
            + " WHERE ag.name = ?";

    static CopyRow of(Row row) throws SQLException {
        var now = row.offsetTime("server_time").orElseThrow();
        return new CopyRow(
                row.text("replica_server_name").orElse("?"),
                row.text("database_name").orElse("?"),
                row.flag("is_local").orElse(false),
                row.text("synchronization_state_desc").orElse("?"),
                row.flag("is_suspended").orElse(false),
                row.time("last_hardened_time").map(time -> instant(time, now)),
                row.time("last_commit_time").map(time -> instant(time, now)),
                row.bigInteger("log_send_queue_size"),
                row.bigInteger("redo_queue_size"),
                row.bigInteger("secondary_lag_seconds").map(Duration::ofSeconds),
                row.number("end_of_log_lsn"));
    }

    /** The server's times have no zone; that of now is taken, and a time of before a clock was put back is too early then, or not at all. */
    private static Instant instant(LocalDateTime time, OffsetDateTime now) {
        return time.toInstant(now.getOffset()).truncatedTo(ChronoUnit.SECONDS);
    }
}
