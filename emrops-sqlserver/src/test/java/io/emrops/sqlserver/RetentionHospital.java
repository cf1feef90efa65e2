package io.emrops.sqlserver;

import io.emrops.Progress;
import io.emrops.audit.AuditArchive;
import io.emrops.audit.AuditField;
import io.emrops.audit.AuditTable;
import io.emrops.audit.LegalHold;
import io.emrops.audit.RetentionPolicy;
import io.emrops.audit.TimeColumn;
import io.emrops.sqlserver.restore.CutSource;
import io.emrops.testkit.ManualTime;
import io.emrops.testkit.sqlserver.SimulatedSqlServer;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

/** A database with an audit table, legal holds, and rows of many years. */
final class RetentionHospital {
    static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
    static final Instant CUTOFF = Instant.parse("2019-11-22T00:00:00Z");

    static final AuditTable TABLE = AuditTable.named("dbo", "AuditLog")
            .key("Id")
            .time(TimeColumn.utc("EventTime"))
            .user("UserId")
            .eventType("EventType")
            .patient("PatientId")
            .build();
    static final LegalHold HOLDS = LegalHold.listedIn("dbo", "LegalHold")
            .key("AuditId")
            .field(AuditField.PATIENT, "PatientId")
            .releasedAt("ReleasedAt");

    private static final AtomicInteger NUMBERS = new AtomicInteger();

    final String database = "EMR" + NUMBERS.incrementAndGet();
    final SimulatedSqlServer server;
    private final DataSource source;

    RetentionHospital(SimulatedSqlServer server) throws SQLException {
        this.server = server;
        this.source = server.createDatabase(database);
        run(
                "CREATE TABLE dbo.AuditLog (Id bigint NOT NULL PRIMARY KEY, EventTime datetime2(7) NULL, UserId nvarchar(60),"
                        + " EventType varchar(40) NOT NULL, PatientId int, Details nvarchar(max), Cost decimal(9, 2),"
                        + " Raw varbinary(8), Trace uniqueidentifier, Loaded datetimeoffset(3))",
                "CREATE TABLE dbo.LegalHold (AuditId bigint, PatientId int, ReleasedAt datetime2(3))");
    }

    static SimulatedSqlServer server(ManualTime time) {
        return SimulatedSqlServer.builder().time(time).start();
    }

    void run(String... statements) throws SQLException {
        try (var connection = source.getConnection();
                var statement = connection.createStatement()) {
            for (var sql : statements) {
                statement.execute(sql);
            }
        }
    }

    /** A row with something in every column, and what spreadsheets, JSON and XML would read otherwise. */
    void event(long id, LocalDateTime time, int patient) throws SQLException {
        try (var connection = source.getConnection();
                var insert =
                        connection.prepareStatement("INSERT INTO dbo.AuditLog VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
            insert.setLong(1, id);
            insert.setObject(2, time);
            insert.setString(3, id % 3 == 0 ? null : "nurse " + id % 5);
            insert.setString(4, "VIEW");
            insert.setInt(5, patient);
            insert.setString(6, "=1+1 \"quoted\" \\ back\r\nslash \u0007\u2028 \uD83D\uDE00 ä \uD800 " + id);
            insert.setBigDecimal(7, java.math.BigDecimal.valueOf(id, 2));
            insert.setBytes(8, id % 4 == 0 ? null : new byte[] {(byte) id, -1, 0});
            insert.setString(9, new java.util.UUID(0, id).toString());
            insert.setObject(10, time.atOffset(ZoneOffset.ofHours(-5)));
            insert.executeUpdate();
        }
    }

    /** Rows with these keys, of one old day after the other. */
    void oldEvents(int from, int to) throws SQLException {
        for (var id = from; id <= to; id++) {
            event(id, LocalDateTime.parse("2019-01-01T08:00:00.1234567").plusDays(id % 300), id % 10);
        }
    }

    /** All rows as one text each, by key. */
    TreeMap<Long, String> rows() throws SQLException {
        try (var connection = source.getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT * FROM dbo.AuditLog")) {
            var all = new TreeMap<Long, String>();
            while (rows.next()) {
                var text = new StringBuilder();
                for (var i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                    text.append(rows.getString(i)).append('|');
                }
                all.put(rows.getLong(1), text.toString());
            }
            return all;
        }
    }

    SqlServer sql() {
        return SqlServer.of(server.dataSource());
    }

    SqlServer sql(CutSource cut) {
        return SqlServer.of(cut);
    }

    SqlServerAuditRetention retention(SqlServer sql) {
        return sql.auditRetention(database, TABLE, RetentionPolicy.standard(), HOLDS)
                .batchesOf(4);
    }

    AuditArchive archive(SqlServer sql, Path directory, String key) throws InterruptedException {
        return retention(sql).archive(NOW, directory, key, Progress.none());
    }
}
