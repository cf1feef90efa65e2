package io.emrops.testkit.sqlserver.anyserver;

import static java.time.temporal.ChronoUnit.DAYS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What hospitals have in their runbooks, word for word. */
@ExtendWith(AnySqlServer.class)
class RunbookStatementsTest {
    private static final String DATABASE = "HospitalScheduler";

    private final SqlServerUnderTest server;
    private DataSource scheduler;

    RunbookStatementsTest(SqlServerUnderTest server) {
        this.server = server;
    }

    @BeforeEach
    void begin() throws SQLException {
        scheduler = server.freshDatabase(DATABASE);
    }

    @Test
    void the_access_log_of_seven_days_newest_first() throws SQLException {
        run(
                "CREATE TABLE AuditLog (Id int NOT NULL PRIMARY KEY, Timestamp datetime NOT NULL, UserId nvarchar(50))",
                "INSERT INTO AuditLog VALUES (1, DATEADD(day, -8, GETDATE()), N'ada')",
                "INSERT INTO AuditLog VALUES (2, DATEADD(hour, -1, GETDATE()), N'grace')",
                "INSERT INTO AuditLog VALUES (3, DATEADD(day, -6, GETDATE()), NULL)");

        var rows = rows("""
                -- Review recent access logs
                SELECT * FROM AuditLog
                WHERE Timestamp > DATEADD(day, -7, GETDATE())
                ORDER BY Timestamp DESC;
                """, row -> row.getInt("Id") + " " + row.getString("UserId"));

        assertThat(rows).containsExactly("2 grace", "3 null");
    }

    @Test
    void accesses_are_counted_by_user() throws SQLException {
        run(
                "CREATE TABLE AccessLog (Id int IDENTITY PRIMARY KEY, UserId nvarchar(50))",
                "INSERT INTO AccessLog (UserId) VALUES (N'ada'), (N'grace'), (N'Ada'), (N'ada '), (NULL)");

        var rows = rows("""
                -- Review user access patterns
                SELECT UserId, COUNT(*) as AccessCount
                FROM AccessLog
                GROUP BY UserId
                ORDER BY AccessCount DESC;
                """, row -> {
            assertThat(row.getMetaData().getColumnType(2)).isEqualTo(Types.INTEGER);
            return row.getInt("AccessCount");
        });

        assertThat(rows).containsExactly(3, 1, 1);
    }

    @Test
    void the_daily_audit_report_counts_events_of_one_day() throws SQLException {
        auditLog();

        var rows = rows(
                """
                -- Daily audit report
                SELECT
                  event_type,
                  COUNT(*) as event_count,
                  MIN(event_time) as first_occurrence,
                  MAX(event_time) as last_occurrence
                FROM AuditLog
                WHERE event_time > DATEADD(day, -1, GETDATE())
                GROUP BY event_type
                ORDER BY event_count DESC;
                """,
                row -> row.getString(1) + " " + row.getInt(2) + " "
                        + row.getTimestamp("first_occurrence").before(row.getTimestamp("last_occurrence")));

        assertThat(rows).containsExactly("LOGIN 2 true", "EXPORT 1 false");
    }

    @Test
    void old_audit_logs_are_deleted() throws SQLException {
        auditLog();

        assertThat(run("""
                -- Clear old audit logs (keep 7 years per HIPAA)
                DELETE FROM AuditLog
                WHERE event_time < DATEADD(year, -7, GETDATE());
                """)).isEqualTo(1);
        assertThat(rows(
                        "SELECT MIN(event_time) FROM AuditLog",
                        row -> row.getTimestamp(1).toInstant()))
                .allMatch(oldest -> oldest.isAfter(Instant.now().minus(7 * 366, DAYS)));
    }

    @Test
    void admin_users_and_inactive_accounts() throws SQLException {
        run(
                "CREATE TABLE Users (username nvarchar(50) NOT NULL PRIMARY KEY, role varchar(20) NOT NULL,"
                        + " last_login datetime2 NULL, failed_attempts int NOT NULL DEFAULT 0)",
                "INSERT INTO Users (username, role, last_login) VALUES (N'ada', 'ADMIN', DATEADD(day, -100, GETDATE()))",
                "INSERT INTO Users (username, role, last_login, failed_attempts) VALUES (N'grace', 'admin', DATEADD(day, -1, GETDATE()), 2)",
                "INSERT INTO Users (username, role, last_login) VALUES (N'edsger', 'NURSE', DATEADD(day, -91, GETDATE()))",
                "INSERT INTO Users (username, role) VALUES (N'barbara', 'ADMIN')");

        assertThat(rows("""
                -- Review admin users
                SELECT username, last_login, failed_attempts
                FROM Users
                WHERE role = 'ADMIN'
                ORDER BY last_login DESC;
                """, row -> row.getString(1) + " " + row.getInt(3)))
                .containsExactly("grace 2", "ada 0", "barbara 0");
        assertThat(rows("""
                -- Check for inactive accounts
                SELECT username, last_login
                FROM Users
                WHERE last_login < DATEADD(day, -90, GETDATE());
                """, row -> row.getString("username"))).containsExactlyInAnyOrder("ada", "edsger");
    }

    @Test
    void connections_are_counted_and_idle_ones_spared_or_killed() throws SQLException {
        try (var other = scheduler.getConnection()) {
            assertThat(rows("""
                    -- Check connection count
                    SELECT COUNT(*) FROM sys.dm_exec_connections;
                    """, row -> row.getInt(1))).allMatch(count -> count >= 2);

            run("""
                    -- Kill idle connections
                    DECLARE @sql NVARCHAR(MAX) = '';
                    SELECT @sql = @sql + 'KILL ' + CAST(session_id AS VARCHAR) + ';'
                    FROM sys.dm_exec_sessions
                    WHERE database_id = DB_ID('HospitalScheduler')
                      AND status = 'sleeping'
                      AND last_request_end_time < DATEADD(hour, -1, GETDATE());
                    EXEC(@sql);
                    """);

            assertThat(other.isValid(5)).as("it has not been idle for an hour").isTrue();
        }
    }

    @Test
    void statistics_and_indexes() throws SQLException {
        run(
                "CREATE TABLE Shifts (Id int NOT NULL PRIMARY KEY)",
                "CREATE TABLE Staff (Id int NOT NULL PRIMARY KEY)",
                "CREATE TABLE ShiftAssignments (ShiftId int NOT NULL, StaffId int NOT NULL, PRIMARY KEY (ShiftId, StaffId))");

        run("""
                -- Update statistics
                UPDATE STATISTICS Shifts WITH FULLSCAN;
                UPDATE STATISTICS Staff WITH FULLSCAN;

                -- Rebuild indexes
                ALTER INDEX ALL ON Shifts REBUILD;
                ALTER INDEX ALL ON ShiftAssignments REBUILD;
                """);
        run("""
                -- Update statistics
                EXEC sp_updatestats;

                -- Rebuild indexes
                EXEC sp_MSforeachtable @command1="print '?' DBCC DBREINDEX ('?')";
                """);
        assertThatThrownBy(() -> run("ALTER INDEX ALL ON Shift REBUILD"))
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getErrorCode()).isEqualTo(1088));
    }

    /** The name of the file is an expression there, which no server takes. */
    @Test
    void the_daily_backup_as_it_is_written_is_no_statement() {
        assertThatThrownBy(() -> run("""
                -- Daily database backup
                BACKUP DATABASE HospitalScheduler
                TO DISK = 'C:\\Backups\\HospitalScheduler_' +
                  CONVERT(VARCHAR(10), GETDATE(), 112) + '.bak'
                WITH COMPRESSION, CHECKSUM;
                """))
                .hasMessage("Incorrect syntax near '+'.")
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getErrorCode()).isEqualTo(102));
    }

    private void auditLog() throws SQLException {
        run(
                "CREATE TABLE AuditLog (Id int IDENTITY PRIMARY KEY, event_type varchar(20) NOT NULL, event_time datetime2(3) NOT NULL)",
                "INSERT INTO AuditLog (event_type, event_time) VALUES ('LOGIN', DATEADD(hour, -2, GETDATE())),"
                        + " ('login', DATEADD(hour, -1, GETDATE())), ('EXPORT', DATEADD(minute, -3, GETDATE())),"
                        + " ('LOGIN', DATEADD(day, -3, GETDATE())), ('EXPORT', DATEADD(year, -8, GETDATE()))");
    }

    /** @return the rows that the last one has changed */
    private int run(String... statements) throws SQLException {
        try (var connection = scheduler.getConnection();
                var statement = connection.createStatement()) {
            var changed = 0;
            for (var text : statements) {
                statement.execute(text);
                changed = statement.getUpdateCount();
                drain(statement);
            }
            return changed;
        }
    }

    /** An error may come after results. */
    private static void drain(Statement statement) throws SQLException {
        while (statement.getMoreResults() || statement.getUpdateCount() != -1) {
            // Only that it comes matters.
        }
    }

    @FunctionalInterface
    private interface Row<T> {
        T of(ResultSet rows) throws SQLException;
    }

    private <T> List<T> rows(String query, Row<T> row) throws SQLException {
        try (Connection connection = scheduler.getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(query)) {
            var all = new ArrayList<T>();
            while (rows.next()) {
                all.add(row.of(rows));
            }
            return all;
        }
    }
}
