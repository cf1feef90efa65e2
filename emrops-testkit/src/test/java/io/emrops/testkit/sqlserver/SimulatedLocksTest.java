package io.emrops.testkit.sqlserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.emrops.testkit.ManualTime;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sessions in each other's way, through the real driver. */
@Timeout(60)
class SimulatedLocksTest {
    private final SimulatedSqlServer server = SimulatedSqlServer.start();
    private Connection one;
    private Connection other;

    @BeforeEach
    void connect() throws SQLException {
        one = server.dataSource().getConnection();
        execute(one, "CREATE DATABASE EMRNext");
        execute(one, "USE EMRNext");
        other = server.dataSource("databaseName=EMRNext").getConnection();
        execute(one, "CREATE TABLE Beds (Id int PRIMARY KEY, Patient nvarchar(20) NULL)");
        execute(one, "INSERT INTO Beds VALUES (1, NULL), (2, NULL)");
    }

    @AfterEach
    void stop() throws SQLException {
        one.close();
        other.close();
        server.close();
    }

    private static void execute(Connection on, String sql) throws SQLException {
        try (var statement = on.createStatement()) {
            statement.execute(sql);
            while (statement.getMoreResults() || statement.getUpdateCount() != -1) {
                // Errors come late.
            }
        }
    }

    private static String value(Connection on, String sql) throws SQLException {
        try (var statement = on.createStatement();
                var result = statement.executeQuery(sql)) {
            return result.next() ? String.valueOf(result.getString(1)) : "no row";
        }
    }

    private static CompletableFuture<Void> later(Connection on, String sql) {
        return CompletableFuture.runAsync(() -> {
            try {
                execute(on, sql);
            } catch (SQLException e) {
                throw new CompletionException(e);
            }
        });
    }

    private static void assertError(int number, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getErrorCode()).isEqualTo(number));
    }

    /** Until the other session waits for this one. */
    private void awaitBlocked() throws SQLException {
        var blocker = Integer.valueOf(value(one, "SELECT @@SPID"));
        var blocked = server.script().connections() > 1 ? blocker + 1 : blocker;
        await().atMost(20, TimeUnit.SECONDS)
                .until(() -> server.blockerOf(blocked).filter(blocker::equals).isPresent());
    }

    @Test
    void a_writer_waits_for_a_writer_and_a_reader_does_not() throws Exception {
        one.setAutoCommit(false);
        execute(one, "UPDATE Beds SET Patient = N'Ada' WHERE Id = 1");

        assertThat(value(other, "SELECT Patient FROM Beds WHERE Id = 1")).isEqualTo("null");
        var waiting = later(other, "UPDATE Beds SET Patient = N'Bea' WHERE Id = 1");
        awaitBlocked();
        assertThat(waiting).isNotDone();
        assertThat(value(one, "SELECT session_id FROM sys.dm_exec_requests WHERE blocking_session_id = @@SPID"))
                .isEqualTo(
                        value(one, "SELECT session_id FROM sys.dm_os_waiting_tasks WHERE blocking_session_id = @@SPID"))
                .isNotEqualTo("no row");
        one.commit();
        waiting.get(20, TimeUnit.SECONDS);
        assertThat(value(other, "SELECT Patient FROM Beds WHERE Id = 1")).isEqualTo("Bea");
    }

    @Test
    void who_does_not_want_to_wait_is_refused() throws SQLException {
        one.setAutoCommit(false);
        execute(one, "UPDATE Beds SET Patient = N'Ada' WHERE Id = 1");
        execute(other, "SET LOCK_TIMEOUT 0; BEGIN TRAN; UPDATE Beds SET Patient = N'Cid' WHERE Id = 2");

        assertError(1222, () -> execute(other, "UPDATE Beds SET Patient = N'Bea' WHERE Id = 1"));
        assertThat(value(other, "SELECT @@TRANCOUNT")).isEqualTo("1");
        execute(other, "COMMIT");
        one.rollback();
        assertThat(value(one, "SELECT MAX(Patient) FROM Beds")).isEqualTo("Cid");
    }

    @Test
    void a_client_that_gives_up_waiting_leaves_nothing_behind() throws SQLException {
        one.setAutoCommit(false);
        execute(one, "UPDATE Beds SET Patient = N'Ada' WHERE Id = 1");

        try (var statement = other.createStatement()) {
            statement.setQueryTimeout(1);
            assertThatThrownBy(() -> statement.execute("UPDATE Beds SET Patient = N'Bea'"))
                    .isInstanceOf(SQLException.class);
        }
        one.commit();
        assertThat(value(other, "SELECT COUNT(*) FROM Beds WHERE Patient = N'Bea'"))
                .isEqualTo("0");
    }

    @Test
    void of_two_in_a_deadlock_one_goes_on() throws Exception {
        execute(one, "BEGIN TRAN; UPDATE Beds SET Patient = N'Ada' WHERE Id = 1");
        execute(other, "BEGIN TRAN; UPDATE Beds SET Patient = N'Bea' WHERE Id = 2");
        var waiting = later(other, "UPDATE Beds SET Patient = N'Bea' WHERE Id = 1");
        awaitBlocked();
        var mine = 0;
        try {
            execute(one, "UPDATE Beds SET Patient = N'Ada' WHERE Id = 2");
        } catch (SQLException e) {
            mine = e.getErrorCode();
            assertThat(value(one, "SELECT @@TRANCOUNT")).isEqualTo("0");
        }
        var theirs = waiting.handle(
                        (done, failure) -> failure == null ? 0 : ((SQLException) failure.getCause()).getErrorCode())
                .get(20, TimeUnit.SECONDS);

        assertThat(mine + theirs).isEqualTo(1205);
    }

    @Test
    void who_waits_for_tables_can_be_in_a_deadlock_too() throws Exception {
        execute(one, "BEGIN TRAN; UPDATE Beds SET Patient = N'Ada' WHERE Id = 1");
        execute(other, "BEGIN TRAN; UPDATE Beds SET Patient = N'Bea' WHERE Id = 2");
        var waiting = later(other, "CREATE TABLE Wards (Id int)");
        awaitBlocked();
        execute(one, "UPDATE Beds SET Patient = N'Ada' WHERE Id = 2");

        var theirs = waiting.handle(
                        (done, failure) -> failure == null ? 0 : ((SQLException) failure.getCause()).getErrorCode())
                .get(20, TimeUnit.SECONDS);
        assertThat(theirs).isEqualTo(1205);
        execute(one, "COMMIT");
        assertThat(value(other, "SELECT @@TRANCOUNT")).isEqualTo("0");
        assertThat(value(other, "SELECT COUNT(*) FROM Beds WHERE Patient = N'Ada'"))
                .isEqualTo("2");
    }

    @Test
    void who_waits_can_be_killed() throws Exception {
        execute(one, "BEGIN TRAN; UPDATE Beds SET Patient = N'Ada' WHERE Id = 1");
        var spid = value(other, "SELECT @@SPID");
        var waiting = later(other, "UPDATE Beds SET Patient = N'Bea' WHERE Id = 1");
        awaitBlocked();
        execute(one, "COMMIT; BEGIN TRAN; UPDATE Beds SET Patient = N'Cid' WHERE Id = 2; COMMIT");
        execute(one, "KILL " + spid);

        waiting.handle((done, failure) -> 0).get(20, TimeUnit.SECONDS);
        assertThatThrownBy(() -> value(other, "SELECT 1")).isInstanceOf(SQLException.class);
    }

    @Test
    void a_table_that_is_not_committed_yet_is_nobody_elses() throws Exception {
        execute(one, "BEGIN TRAN; CREATE TABLE Wards (Id int); INSERT INTO Wards VALUES (1)");
        var waiting = later(other, "INSERT INTO Beds VALUES (3, NULL)");
        awaitBlocked();
        execute(one, "ROLLBACK");

        waiting.get(20, TimeUnit.SECONDS);
        assertThat(value(other, "SELECT COUNT(*) FROM Beds")).isEqualTo("3");
        assertError(208, () -> value(other, "SELECT * FROM Wards"));
    }

    @Test
    void waiting_for_a_lock_needs_no_time_of_the_test() throws Exception {
        try (var time = ManualTime.at("2026-01-01T00:00:00Z");
                var still = SimulatedSqlServer.builder().time(time).start();
                var writer = still.dataSource().getConnection();
                var waiter = still.dataSource().getConnection()) {
            execute(writer, "CREATE DATABASE EMRNext");
            execute(writer, "USE EMRNext; CREATE TABLE Beds (Id int)");
            execute(waiter, "USE EMRNext");
            execute(writer, "BEGIN TRAN; CREATE TABLE Wards (Id int)");
            assertError(1222, () -> execute(waiter, "SET LOCK_TIMEOUT 20; INSERT INTO Beds VALUES (1)"));

            var waiting = later(waiter, "SET LOCK_TIMEOUT -1; INSERT INTO Beds VALUES (2)");
            var spid = Integer.valueOf(value(writer, "SELECT @@SPID"));
            await().atMost(20, TimeUnit.SECONDS)
                    .until(() -> still.blockerOf(spid + 1).filter(spid::equals).isPresent());
            execute(writer, "COMMIT");

            waiting.get(20, TimeUnit.SECONDS);
            assertThat(value(waiter, "SELECT MAX(Id) FROM Beds")).isEqualTo("2");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "EXEC sp_MSforeachtable N'DBCC DBREINDEX (''?'')'",
                "EXEC sp_updatestats",
                "DBCC CHECKDB WITH NO_INFOMSGS"
            })
    void whoever_asks_for_tables_is_in_nobodys_way_afterwards(String asking) throws Exception {
        execute(one, "DROP TABLE Beds");
        execute(one, asking);

        later(other, "CREATE TABLE Wards (Id int)").get(20, TimeUnit.SECONDS);
        assertThat(value(one, "SELECT COUNT(*) FROM Wards")).isEqualTo("0");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT Id FROM Beds WITH (UPDLOCK) WHERE Id = 1",
                "SELECT Id FROM Beds WITH (UPDLOCK) WHERE Id = 1; UPDATE Beds SET Patient = N'Ada' WHERE Id = 4711"
            })
    void a_lock_without_a_change_outlives_the_tables_of_another_session(String locking) throws Exception {
        execute(other, "BEGIN TRAN; " + locking);
        execute(one, "SET LOCK_TIMEOUT 20");

        assertError(1222, () -> execute(one, "BEGIN TRAN; CREATE TABLE Wards (Id int)"));
        execute(one, "ROLLBACK");
        assertError(1222, () -> execute(one, "UPDATE Beds SET Patient = N'Bea' WHERE Id = 1"));
        execute(other, "COMMIT");
        execute(one, "BEGIN TRAN; CREATE TABLE Wards (Id int); ROLLBACK");
        execute(one, "UPDATE Beds SET Patient = N'Bea' WHERE Id = 1");
    }

    @Test
    void a_session_that_ends_takes_its_transaction_with_it() throws Exception {
        execute(other, "BEGIN TRAN; UPDATE Beds SET Patient = N'Ada'");
        other.close();

        execute(one, "UPDATE Beds SET Patient = N'Bea' WHERE Id = 1");
        assertThat(value(one, "SELECT COUNT(*) FROM Beds WHERE Patient IS NOT NULL"))
                .isEqualTo("1");
    }

    @Test
    void under_snapshot_the_later_writer_loses() throws SQLException {
        execute(one, "SET TRANSACTION ISOLATION LEVEL SNAPSHOT");
        execute(one, "BEGIN TRAN");
        assertThat(value(one, "SELECT COUNT(*) FROM Beds")).isEqualTo("2");
        execute(other, "UPDATE Beds SET Patient = N'Bea' WHERE Id = 1");

        assertThat(value(one, "SELECT Patient FROM Beds WHERE Id = 1")).isEqualTo("null");
        assertError(3960, () -> execute(one, "UPDATE Beds SET Patient = N'Ada' WHERE Id = 1"));
        assertThat(value(one, "SELECT @@TRANCOUNT")).isEqualTo("0");
    }

    @Test
    void statistics_are_updated_in_a_database_that_nobody_has_read_since_it_was_restored() throws Exception {
        execute(one, "BACKUP DATABASE EMRNext TO DISK = N'EMRNext.bak'");
        execute(one, "USE master");
        execute(
                one,
                "RESTORE DATABASE Copy FROM DISK = N'EMRNext.bak' WITH MOVE N'EMRNext' TO N'copy.mdf', MOVE N'EMRNext_log' TO"
                        + " N'copy.ldf'");
        execute(one, "USE Copy");

        execute(one, "UPDATE STATISTICS Beds");
        assertError(2706, () -> execute(one, "UPDATE STATISTICS Wards"));
    }

    @Test
    void who_asks_for_tables_waits_for_a_reader_of_what_was_there_before_a_restore() throws Exception {
        execute(one, "INSERT INTO Beds SELECT 10 + a.Id * 2 + b.Id, NULL FROM Beds a CROSS JOIN Beds b");
        execute(one, "BACKUP DATABASE EMRNext TO DISK = N'EMRNext.bak'");
        execute(one, "CREATE TABLE Wards (Id int); USE master; SET LOCK_TIMEOUT 20");
        execute(other, "USE master");
        try (var statement = other.createStatement();
                var rows = statement.executeQuery(
                        "SELECT REPLICATE(N'x', 4000) FROM EMRNext.dbo.Beds a, EMRNext.dbo.Beds b, EMRNext.dbo.Beds c,"
                                + " EMRNext.dbo.Beds d, EMRNext.dbo.Beds e")) {
            assertThat(rows.next()).isTrue();
            execute(one, "RESTORE DATABASE EMRNext FROM DISK = N'EMRNext.bak' WITH REPLACE");
            assertError(1222, () -> execute(one, "DBCC CHECKDB (EMRNext)"));
            statement.cancel();
        }

        execute(one, "SET LOCK_TIMEOUT -1");
        assertThat(said(one, "DBCC CHECKDB (EMRNext)"))
                .anyMatch(text -> text.contains("\"Beds\""))
                .noneMatch(text -> text.contains("\"Wards\""));
    }

    @Test
    void a_check_counts_the_rows_that_are_committed_though_tables_are_being_changed() throws SQLException {
        execute(other, "BEGIN TRAN; INSERT INTO Beds VALUES (3, NULL); CREATE TABLE Wards (Id int)");
        assertThat(said(one, "DBCC CHECKDB")).contains("There are 2 rows in 1 pages for object \"Beds\".");

        execute(other, "DROP TABLE Beds");
        assertThat(said(one, "DBCC CHECKDB")).contains("There are 2 rows in 1 pages for object \"Beds\".");
        execute(other, "ROLLBACK");

        execute(other, "INSERT INTO Beds VALUES (3, NULL)");
        assertThat(said(one, "DBCC CHECKDB")).contains("There are 3 rows in 1 pages for object \"Beds\".");
    }

    private static List<String> said(Connection on, String sql) throws SQLException {
        try (var statement = on.createStatement()) {
            statement.execute(sql);
            var said = new ArrayList<String>();
            for (var warning = statement.getWarnings(); warning != null; warning = warning.getNextWarning()) {
                said.add(warning.getMessage());
            }
            return said;
        }
    }

    @Test
    void a_call_updates_the_statistics_of_the_tables_that_there_are() throws Exception {
        execute(one, "CREATE TABLE Wards (Id int PRIMARY KEY)");

        assertThat(said(one, "EXEC sp_updatestats"))
                .contains(
                        "Updating [dbo].[Beds]",
                        "Updating [dbo].[Wards]",
                        "Statistics for all tables have been updated.");
    }
}
