package io.emrops.sqlserver;

import io.emrops.Target;
import io.emrops.audit.AuditEvent;
import io.emrops.audit.AuditField;
import io.emrops.audit.AuditFilter;
import io.emrops.audit.AuditLog;
import io.emrops.audit.AuditPage;
import io.emrops.audit.AuditPosition;
import io.emrops.audit.AuditTable;
import io.emrops.audit.AuditTotal;
import io.emrops.audit.AuditTotals;
import io.emrops.sqlserver.audit.AuditReading;
import io.emrops.sqlserver.audit.Place;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The audit table of an application in one of the server's databases.
 *
 * <pre>{@code
 * var log = sql.auditLog("EMRNext", AuditTable.named("dbo", "AuditLog")
 *         .key("Id")
 *         .time(TimeColumn.utc("EventTime"))
 *         .user("UserId")
 *         .eventType("EventType")
 *         .build());
 * try (var events = log.events(AuditFilter.all().between(from, to))) {
 *     events.forEach(event -> …);
 * }
 * }</pre>
 *
 * <p>Each call reads the catalog first and compares the mapping with it. Rows without a time or without a key are no events. What is read
 * was committed; rows that are added while a stream is open may be in it or not. Safe for use by several threads.
 */
public final class SqlServerAuditLog implements AuditLog {
    private final SqlServer server;
    private final String database;
    private final AuditTable table;
    private final Duration answerWithin;

    SqlServerAuditLog(SqlServer server, String database, AuditTable table, Duration answerWithin) {
        this.server = server;
        this.database = database;
        this.table = Objects.requireNonNull(table, "table");
        this.answerWithin = answerWithin;
    }

    /** The same with another limit for how long the server may be silent, such as while it sorts; 10 minutes if nobody says otherwise. */
    public SqlServerAuditLog answersWithin(Duration atMost) {
        return new SqlServerAuditLog(server, database, table, atMost);
    }

    private AuditReading reading() {
        return new AuditReading(new Place(server.sessions(), database, this::target, answerWithin), table);
    }

    @Override
    public Target target() {
        return server.facts().target(database);
    }

    @Override
    public AuditTable table() {
        return table;
    }

    @Override
    public List<String> requireFit() {
        return reading().requireFit();
    }

    @Override
    public long count(AuditFilter filter) {
        return reading().count(filter);
    }

    @Override
    public Stream<AuditEvent> events(AuditFilter filter) {
        return reading().events(filter);
    }

    @Override
    public AuditPage page(AuditFilter filter, int size, Optional<AuditPosition> after) {
        return reading().page(filter, size, after);
    }

    @Override
    public Stream<AuditTotal> totals(AuditFilter filter, List<AuditField> by) {
        return reading().totals(filter, by);
    }

    @Override
    public AuditTotals totals(AuditFilter filter, List<AuditField> by, int atMost) {
        return reading().totals(filter, by, atMost);
    }
}
