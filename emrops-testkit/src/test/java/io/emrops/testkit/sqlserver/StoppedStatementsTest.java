package io.emrops.testkit.sqlserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Statements that would not end in the life of a test, and what stops them. */
@Timeout(60)
class StoppedStatementsTest {
    private static final String JOIN = " FROM Numbers a, Numbers b, Numbers c, Numbers d, Numbers e, Numbers f"
            + " WHERE a.Id + b.Id + c.Id + d.Id + e.Id + f.Id = -1";
    private static final String ENDLESS = "SELECT COUNT_BIG(*)" + JOIN;

    private final SimulatedSqlServer server = SimulatedSqlServer.start();
    private Connection one;
    private Connection other;

    @BeforeEach
    void connect() throws SQLException {
        var database = server.createDatabase("EMRNext");
        one = database.getConnection();
        other = database.getConnection();
        execute(one, "CREATE TABLE Numbers (Id int PRIMARY KEY); CREATE TABLE Beds (Id int PRIMARY KEY)");
        var numbers = IntStream.rangeClosed(1, 200).mapToObj(i -> "(" + i + ")").collect(Collectors.joining(","));
        execute(one, "INSERT INTO Numbers VALUES " + numbers);
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
        var rows = statement.execute(sql);
        while (rows || statement.getUpdateCount() != -1) {
            if (rows) {
                try (var result = statement.getResultSet()) {
                    while (result.next()) {
                        result.getObject(1);
                    }
                }
            }
            rows = statement.getMoreResults();
        }
    }

    private static String value(Connection on, String sql) throws SQLException {
        try (var statement = on.createStatement();
                var result = statement.executeQuery(sql)) {
            return result.next() ? String.valueOf(result.getString(1)) : "no row";
        }
    }

    /** On a thread of its own; what it ends with, or null. */
    private static CompletableFuture<SQLException> later(Statement statement, String sql) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        drain(statement, sql);
                        return null;
                    } catch (SQLException e) {
                        return e;
                    }
                },
                task -> {
                    var thread = new Thread(task, "client");
                    thread.setDaemon(true);
                    thread.start();
                });
    }

    private static SQLException end(CompletableFuture<SQLException> statement) throws Exception {
        return statement.get(20, TimeUnit.SECONDS);
    }

    /** Until the engine computes the join of a query. */
    private void awaitComputing() {
        var threads = "sql-server-" + server.script().port() + "-";
        await().atMost(20, TimeUnit.SECONDS)
                .until(() -> Thread.getAllStackTraces().entrySet().stream()
                        .anyMatch(thread -> thread.getKey().getName().startsWith(threads)
                                && Arrays.stream(thread.getValue())
                                        .anyMatch(frame -> frame.getClassName().equals("org.h2.table.TableFilter"))));
    }

    @Test
    void a_query_timeout_ends_a_query_that_computes() throws Exception {
        try (var statement = one.createStatement()) {
            statement.setQueryTimeout(1);

            assertThat(end(later(statement, ENDLESS)).getMessage()).contains("timed out");
        }
        assertThat(value(one, "SELECT COUNT(*) FROM Numbers")).isEqualTo("200");
    }

    @Test
    void a_cancelled_statement_is_undone_and_its_transaction_stays() throws Exception {
        one.setAutoCommit(false);
        execute(one, "INSERT INTO Beds VALUES (1)");
        try (var statement = one.createStatement()) {
            var inserted = later(statement, "INSERT INTO Beds SELECT 2; INSERT INTO Beds SELECT a.Id + 2" + JOIN);
            awaitComputing();
            statement.cancel();

            assertThat(end(inserted).getSQLState()).isEqualTo("HY008");
        }
        assertThat(value(one, "SELECT CONCAT(@@TRANCOUNT, ' ', COUNT(*)) FROM Beds"))
                .isEqualTo("1 2");
        one.commit();
        assertThat(value(other, "SELECT COUNT(*) FROM Beds")).isEqualTo("2");
    }

    /** Cancels it when it computes. @return the transactions that are open then, and the rows that are left */
    private String cancelled(String sql) throws Exception {
        try (var statement = one.createStatement()) {
            var end = later(statement, sql);
            awaitComputing();
            statement.cancel();
            assertThat(end(end).getSQLState()).isEqualTo("HY008");
        }
        return value(one, "SELECT CONCAT(@@TRANCOUNT, ' ', COUNT(*)) FROM Beds");
    }

    @Test
    void under_xact_abort_a_cancel_takes_the_transaction_with_it() throws Exception {
        execute(one, "SET XACT_ABORT ON; BEGIN TRAN; INSERT INTO Beds VALUES (1)");

        assertThat(cancelled(ENDLESS)).isEqualTo("0 0");
        execute(one, "BEGIN TRAN; INSERT INTO Beds VALUES (1); COMMIT");
        assertThat(value(other, "SELECT COUNT(*) FROM Beds")).isEqualTo("1");
    }

    @Test
    void a_text_that_is_cancelled_aborts_as_it_has_set() throws Exception {
        execute(one, "BEGIN TRAN; INSERT INTO Beds VALUES (1)");

        assertThat(cancelled("SET XACT_ABORT ON; EXEC ('SET XACT_ABORT OFF; " + ENDLESS + "')"))
                .isEqualTo("1 1");
        assertThat(cancelled("SET XACT_ABORT OFF; EXEC ('SET XACT_ABORT ON; " + ENDLESS + "')"))
                .isEqualTo("0 0");
    }

    @Test
    void a_transaction_that_can_only_be_rolled_back_is_when_its_batch_is_cancelled() throws Exception {
        var sql = "BEGIN TRAN; INSERT INTO Beds VALUES (1); BEGIN TRY SELECT CAST('x' AS int) END TRY BEGIN CATCH "
                + ENDLESS + " END CATCH";

        assertThat(cancelled(sql)).isEqualTo("0 0");
    }

    @Test
    void a_cancel_ends_the_statement_it_is_for_and_none_behind_it() throws Exception {
        try (var statement = one.createStatement()) {
            for (var i = 0; i < 300; i++) {
                var query = later(statement, "SELECT a.Id FROM Numbers a, Numbers b WHERE a.Id = 1");
                statement.cancel();
                end(query);

                assertThat(value(one, "SELECT COUNT(*) FROM Numbers a, Numbers b"))
                        .isEqualTo("40000");
            }
        }
    }

    @Test
    void who_computes_can_be_killed() throws Exception {
        var spid = value(other, "SELECT @@SPID");
        execute(other, "BEGIN TRAN; INSERT INTO Beds VALUES (1)");
        try (var statement = other.createStatement()) {
            var query = later(statement, ENDLESS);
            awaitComputing();
            execute(one, "KILL " + spid);

            assertThat(end(query).getErrorCode()).isEqualTo(596);
        }
        assertThat(value(one, "SELECT COUNT(*) FROM Beds")).isEqualTo("0");
        execute(one, "INSERT INTO Beds VALUES (1)");
    }

    @Test
    void a_client_that_goes_ends_what_was_computed_for_it() throws Exception {
        execute(other, "BEGIN TRAN; INSERT INTO Beds VALUES (1)");
        var statement = other.createStatement();
        var query = later(statement, ENDLESS);
        awaitComputing();
        other.abort(Runnable::run);

        assertThat((Exception) end(query)).isNotNull();
        execute(one, "INSERT INTO Beds VALUES (1)");
    }

    @Test
    void a_server_is_closed_while_a_query_computes() throws Exception {
        try (var statement = one.createStatement()) {
            var query = later(statement, ENDLESS);
            awaitComputing();
            CompletableFuture.runAsync(server::close).get(40, TimeUnit.SECONDS);

            assertThat((Exception) end(query)).isNotNull();
        }
    }
}
