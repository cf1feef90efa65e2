package io.emrops.sqlserver;

import io.emrops.Secret;
import io.emrops.audit.AuditTable;
import io.emrops.audit.EventRule;
import io.emrops.audit.TimeColumn;
import io.emrops.audit.UserTable;
import io.emrops.testkit.sqlserver.ScriptedSqlServer.Encryption;
import io.emrops.testkit.sqlserver.SimulatedSqlServer;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** A server with audit tables of two hospitals, whose columns have nothing in common, and with their users. */
final class SimulatedAudit implements AutoCloseable {
    static final ZoneId NEW_YORK = ZoneId.of("America/New_York");
    static final String EMRNEXT = "EMRNext";
    static final String SCHEDULER = "Hospital Scheduler";

    static final AuditTable UTC = AuditTable.named("dbo", "AuditLog")
            .key("Id")
            .time(TimeColumn.utc("EventTime"))
            .user("UserId")
            .eventType("EventType")
            .outcome("Outcome")
            .patient("PatientId")
            .source("ClientIp")
            .details("Details")
            .failedLogins(EventRule.ofTypes("LOGIN").withOutcomes("FAILED", "LOCKED"))
            .phiAccesses(EventRule.namingPatient())
            .build();

    static final AuditTable LOCAL = AuditTable.named("ops", "Audit Log]s")
            .key("row id")
            .time(TimeColumn.local("Event Time]", NEW_YORK))
            .user("user'name")
            .eventType("event_type")
            .failedLogins(EventRule.ofTypes("LOGIN_FAILED"))
            .phiAccesses(EventRule.ofTypes("PATIENT_VIEW", "PATIENT_EDIT"))
            .build();

    static final UserTable USERS = UserTable.named("dbo", "Users")
            .name("username")
            .admins("role", "ADMIN", "SUPERUSER")
            .lastLogin(TimeColumn.local("last_login", NEW_YORK))
            .failedAttempts("failed_attempts")
            .active("status", "1")
            .build();

    final SimulatedSqlServer server =
            SimulatedSqlServer.builder().encryption(Encryption.REQUIRED).start();
    final SqlServer sql;

    SimulatedAudit() throws SQLException {
        sql = SqlServer.at(server.jdbcUrl())
                .user("sa", Secret.of(server.script().password().toCharArray()))
                .build();
        server.instance().createDatabase(EMRNEXT);
        server.instance().createDatabase(SCHEDULER);
        run(
                EMRNEXT,
                "CREATE TABLE dbo.AuditLog (Id bigint IDENTITY PRIMARY KEY, EventTime datetime2(3) NOT NULL, UserId nvarchar(60),"
                        + " EventType varchar(40) NOT NULL, Outcome varchar(20), PatientId int, ClientIp varchar(45),"
                        + " Details nvarchar(max), Extra xml)",
                "CREATE TABLE dbo.Users (username nvarchar(60) NOT NULL, role varchar(20), last_login datetime,"
                        + " failed_attempts int, status tinyint NOT NULL)");
        run(SCHEDULER, "CREATE SCHEMA ops");
        run(
                SCHEDULER,
                "CREATE TABLE ops.[Audit Log]]s] ([row id] uniqueidentifier NOT NULL, [Event Time]]] datetime NOT NULL,"
                        + " [user'name] varchar(60), event_type nvarchar(40) NOT NULL)");
    }

    SqlServerAuditLog utc() {
        return sql.auditLog(EMRNEXT, UTC);
    }

    SqlServerAuditLog local() {
        return sql.auditLog(SCHEDULER, LOCAL);
    }

    SqlServerAccounts users() {
        return sql.accounts(EMRNEXT, USERS);
    }

    void run(String database, String... statements) throws SQLException {
        try (var connection = server.dataSource("databaseName=" + database).getConnection();
                var statement = connection.createStatement()) {
            for (var each : statements) {
                statement.execute(each);
            }
        }
    }

    interface Filling {
        void fill(PreparedStatement insert) throws SQLException;
    }

    void insert(String database, String sql, Filling filling) throws SQLException {
        try (var connection = server.dataSource("databaseName=" + database).getConnection();
                var insert = connection.prepareStatement(sql)) {
            connection.setAutoCommit(false);
            filling.fill(insert);
            insert.executeBatch();
            connection.commit();
        }
    }

    /** As the table of the first hospital has them. */
    record Row(
            Instant time,
            @Nullable String user,
            String type,
            @Nullable String outcome,
            @Nullable Integer patient,
            @Nullable String source,
            @Nullable String details) {}

    void seed(List<Row> rows) throws SQLException {
        insert(EMRNEXT, "INSERT INTO dbo.AuditLog VALUES (?, ?, ?, ?, ?, ?, ?, NULL)", insert -> {
            for (var row : rows) {
                insert.setObject(1, LocalDateTime.ofInstant(row.time(), ZoneOffset.UTC));
                insert.setString(2, row.user());
                insert.setString(3, row.type());
                insert.setString(4, row.outcome());
                insert.setObject(5, row.patient(), java.sql.Types.INTEGER);
                insert.setString(6, row.source());
                insert.setString(7, row.details());
                insert.addBatch();
            }
        });
    }

    void seedLocal(LocalDateTime time, @Nullable String user, String type) throws SQLException {
        insert(SCHEDULER, "INSERT INTO ops.[Audit Log]]s] VALUES (NEWID(), ?, ?, ?)", insert -> {
            insert.setObject(1, time);
            insert.setString(2, user);
            insert.setString(3, type);
            insert.addBatch();
        });
    }

    /** Some days about the end of daylight saving time, the same each time. */
    static List<Row> days(int count) {
        var random = new SplittableRandom(4711);
        var types = List.of("LOGIN", "VIEW", "EDIT", "LOGOUT", "PRINT");
        var rows = new ArrayList<Row>();
        for (var i = 0; i < count; i++) {
            var type = types.get(random.nextInt(types.size()));
            var login = type.equals("LOGIN");
            rows.add(new Row(
                    Instant.parse("2026-10-28T00:00:00Z").plusMillis(random.nextLong(8 * 86_400_000L)),
                    random.nextInt(20) == 0 ? null : "user" + random.nextInt(7),
                    type,
                    login ? List.of("OK", "OK", "FAILED", "LOCKED").get(random.nextInt(4)) : null,
                    login || random.nextInt(3) == 0 ? null : random.nextInt(5),
                    random.nextInt(5) == 0 ? null : "10.0.0." + random.nextInt(3),
                    i % 10 == 0 ? "detail " + i : null));
        }
        return rows;
    }

    @Override
    public void close() {
        sql.close();
        server.close();
    }
}
