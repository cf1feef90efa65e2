package io.emrops.testkit.sqlserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Changes of tables that are taken back while another session has changed rows of the same database. */
@Timeout(60)
class TakenBackTest {
    private final SimulatedSqlServer server = SimulatedSqlServer.start();
    private Connection one;
    private Connection other;

    @BeforeEach
    void connect() throws SQLException {
        var database = server.createDatabase("EMRNext");
        one = database.getConnection();
        other = database.getConnection();
        execute(one, "CREATE TABLE Beds (No int IDENTITY, Id int PRIMARY KEY)");
        execute(one, "CREATE TABLE Wards (No int IDENTITY, Id int PRIMARY KEY, Name nvarchar(20))");
        execute(one, "INSERT INTO Wards VALUES (1, N'North'), (2, N'South')");
        execute(other, "BEGIN TRAN; INSERT INTO Beds VALUES (1)");
    }

    @AfterEach
    void stop() throws SQLException {
        server.close();
        one.close();
        other.close();
    }

    private static void execute(Connection on, String sql) throws SQLException {
        try (var statement = on.createStatement()) {
            drain(statement, sql);
        }
    }

    private static void drain(Statement statement, String sql) throws SQLException {
        statement.execute(sql);
        while (statement.getMoreResults() || statement.getUpdateCount() != -1) {
            // Errors come late.
        }
    }

    private static String value(Connection on, String sql) throws SQLException {
        try (var statement = on.createStatement();
                var result = statement.executeQuery(sql)) {
            return result.next() ? String.valueOf(result.getString(1)) : "no row";
        }
    }

    /** On a thread of its own; the number of the error with which it ends, 0 if it is done. */
    private static CompletableFuture<Integer> later(Statement on, String sql) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        drain(on, sql);
                        return 0;
                    } catch (SQLException e) {
                        return "HY008".equals(e.getSQLState()) ? -1 : e.getErrorCode();
                    }
                },
                task -> {
                    var thread = new Thread(task, "client");
                    thread.setDaemon(true);
                    thread.start();
                });
    }

    private static int end(CompletableFuture<Integer> statement) throws Exception {
        return statement.get(20, TimeUnit.SECONDS);
    }

    private int errorOf(String sql) throws Exception {
        try (var statement = one.createStatement()) {
            return end(later(statement, sql));
        }
    }

    /** Until the first session waits for the other. */
    private void awaitBlocked() throws SQLException {
        var blocker = Integer.valueOf(value(other, "SELECT @@SPID"));
        await().atMost(20, TimeUnit.SECONDS)
                .until(() ->
                        server.blockerOf(blocker - 1).filter(blocker::equals).isPresent());
    }

    private void assertNoSuch(int number, String query) {
        assertThatThrownBy(() -> value(one, query))
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getErrorCode()).isEqualTo(number));
    }

    @Test
    void a_select_into_that_fails_waits_for_nobody() throws Exception {
        assertThat(errorOf("SELECT Id, 1 / (2 - Id) AS Part INTO Parts FROM Wards"))
                .isEqualTo(8134);

        assertNoSuch(208, "SELECT * FROM Parts");
        execute(other, "INSERT INTO Beds VALUES (2); COMMIT");
        execute(one, "SELECT Id, 1 / (3 - Id) AS Part INTO Parts FROM Wards");
        assertThat(value(other, "SELECT CONCAT(COUNT(*), ' ', (SELECT COUNT(*) FROM Beds)) FROM Parts"))
                .isEqualTo("2 2");
    }

    @Test
    void nor_does_an_alteration_of_several_columns() throws Exception {
        assertThat(errorOf("ALTER TABLE Wards ADD Storeys int NOT NULL DEFAULT 1,"
                        + " Beds int NOT NULL DEFAULT CAST('many' AS int)"))
                .isEqualTo(245);

        assertNoSuch(207, "SELECT Storeys FROM Wards");
        execute(other, "INSERT INTO Beds VALUES (2); COMMIT");
        execute(one, "ALTER TABLE Wards ADD Storeys int NOT NULL DEFAULT 1, Beds int NOT NULL DEFAULT 3");
        assertThat(value(other, "SELECT SUM(Storeys * Beds) FROM Wards")).isEqualTo("6");
    }

    @Test
    void who_cannot_take_back_a_step_alone_leaves_it_to_who_comes_next() throws Exception {
        try (var statement = one.createStatement()) {
            var dropped = later(statement, "DROP TABLE Wards, Beds");
            awaitBlocked();
            statement.cancel();
            assertThat(end(dropped)).isEqualTo(-1);

            var counted = later(statement, "SELECT COUNT(*) FROM Wards");
            awaitBlocked();
            execute(other, "COMMIT");
            assertThat(end(counted)).isZero();
        }
        assertThat(value(one, "SELECT CONCAT(COUNT(*), ' ', (SELECT COUNT(*) FROM Beds)) FROM Wards"))
                .isEqualTo("2 1");
    }

    @Test
    void who_waits_to_take_back_a_step_goes_on_when_nobody_is_in_the_way() throws Exception {
        try (var statement = one.createStatement()) {
            var dropped = later(statement, "DROP TABLE Wards, Beds");
            awaitBlocked();
            execute(other, "COMMIT");

            assertThat(end(dropped)).isZero();
        }
        assertNoSuch(208, "SELECT * FROM Beds");
        assertNoSuch(208, "SELECT * FROM Wards");
    }

    @Test
    void what_is_half_taken_back_is_not_looked_at_by_who_is_in_the_way() throws Exception {
        try (var statement = one.createStatement()) {
            var dropped = later(statement, "DROP TABLE Wards, Beds");
            awaitBlocked();
            statement.cancel();
            assertThat(end(dropped)).isEqualTo(-1);
        }
        try (var statement = other.createStatement()) {
            assertThat(end(later(statement, "SELECT COUNT(*) FROM Wards"))).isEqualTo(1205);
        }
        assertThat(value(other, "SELECT CONCAT(@@TRANCOUNT, ' ', COUNT(*)) FROM Wards"))
                .isEqualTo("0 2");
        assertThat(value(one, "SELECT COUNT(*) FROM Beds")).isEqualTo("0");
    }

    @Test
    void who_waits_to_take_back_a_step_can_be_killed() throws Exception {
        var spid = value(one, "SELECT @@SPID");
        try (var statement = one.createStatement();
                var third = server.dataSource().getConnection()) {
            var dropped = later(statement, "DROP TABLE Wards, Beds");
            awaitBlocked();
            execute(third, "KILL " + spid);

            assertThat(end(dropped)).isEqualTo(596);
        }
        execute(other, "COMMIT");
        assertThat(value(other, "SELECT COUNT(*) FROM Wards")).isEqualTo("2");
    }

    @Test
    void a_transaction_that_has_changed_tables_takes_back_rows_of_another_database_alone() throws Exception {
        server.createDatabase("Archive");
        execute(other, "COMMIT; CREATE TABLE Archive.dbo.Stays (Id int PRIMARY KEY)");
        execute(
                other,
                "INSERT INTO Archive.dbo.Stays VALUES (1); BEGIN TRAN; INSERT INTO Archive.dbo.Stays VALUES (2)");
        execute(one, "BEGIN TRAN; CREATE TABLE Rooms (Id int); INSERT INTO Archive.dbo.Stays VALUES (3)");

        assertThat(errorOf("ROLLBACK")).isZero();
        execute(other, "INSERT INTO Archive.dbo.Stays VALUES (4); COMMIT");
        assertThat(value(one, "SELECT STRING_AGG(Id, ',') WITHIN GROUP (ORDER BY Id) FROM Archive.dbo.Stays"))
                .isEqualTo("1,2,4");
        assertNoSuch(208, "SELECT * FROM Rooms");
    }

    @Test
    void a_rollback_takes_back_nothing_of_the_statement_before_its_transaction() throws Exception {
        execute(one, "CREATE TABLE Parts (Id int)");
        execute(one, "BEGIN TRAN; ROLLBACK");

        assertThat(value(one, "SELECT COUNT(*) FROM Parts")).isEqualTo("0");
    }
}
