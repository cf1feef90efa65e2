package io.emrops.benchmarks.audit;

import static io.emrops.testkit.sqlserver.script.Answer.rows;

import io.emrops.audit.AuditTable;
import io.emrops.audit.TimeColumn;
import io.emrops.testkit.sqlserver.SimulatedSqlServer;
import io.emrops.testkit.sqlserver.script.RequestPattern;
import java.sql.SQLException;
import java.time.LocalDateTime;

/** A server with an audit table of many rows, which are made while they are sent. It is unencrypted: encrypting would hide what is measured. */
final class AuditServer implements AutoCloseable {
    static final String DATABASE = "EMRNext";
    static final String QUERY =
            "SELECT [Id], [EventTime], [UserId], [EventType], [Outcome], [PatientId], [ClientIp] FROM [EMRNext].[dbo].[AuditLog]"
                    + " ORDER BY [EventTime], [Id]";
    static final AuditTable TABLE = AuditTable.named("dbo", "AuditLog")
            .key("Id")
            .time(TimeColumn.utc("EventTime"))
            .user("UserId")
            .eventType("EventType")
            .outcome("Outcome")
            .patient("PatientId")
            .source("ClientIp")
            .build();

    private static final LocalDateTime BEGIN = LocalDateTime.parse("2026-11-01T00:00:00");
    private static final int USERS = 400;

    private final SimulatedSqlServer server = SimulatedSqlServer.start();

    AuditServer(long count) throws SQLException {
        server.createDatabase(DATABASE);
        try (var connection = server.dataSource("databaseName=" + DATABASE).getConnection();
                var statement = connection.createStatement()) {
            statement.execute(
                    "CREATE TABLE dbo.AuditLog (Id bigint NOT NULL, EventTime datetime2(3) NOT NULL, UserId nvarchar(60),"
                            + " EventType varchar(40) NOT NULL, Outcome varchar(20), PatientId int, ClientIp varchar(45))");
        }
        server.script()
                .when(RequestPattern.startingWith("SELECT [Id]"))
                .answer(rows(
                                "Id bigint",
                                "EventTime datetime2(3)",
                                "UserId nvarchar(60)",
                                "EventType varchar(40)",
                                "Outcome varchar(20)",
                                "PatientId int",
                                "ClientIp varchar(45)")
                        .generate(count, AuditServer::row));
    }

    private static Object[] row(long number) {
        var user = (int) (number % USERS);
        return new Object[] {
            number,
            BEGIN.plusNanos(number * 37_000_000L),
            "m.meier" + user,
            user % 3 == 0 ? "PATIENT_VIEW" : "SHIFT_CHANGED",
            "OK",
            user * 17,
            "10.20.30." + user % 250
        };
    }

    /** For the programs that read. */
    String[] arguments(String... more) {
        var arguments = new String[3 + more.length];
        arguments[0] = server.jdbcUrl();
        arguments[1] = server.script().user();
        arguments[2] = server.script().password();
        System.arraycopy(more, 0, arguments, 3, more.length);
        return arguments;
    }

    @Override
    public void close() {
        server.close();
    }
}
