package io.emrops.testkit.sqlserver.driver;

import static io.emrops.testkit.sqlserver.driver.Failures.assertThatFailure;
import static io.emrops.testkit.sqlserver.driver.Failures.failureOf;
import static io.emrops.testkit.sqlserver.script.Answer.message;
import static io.emrops.testkit.sqlserver.script.Answer.rows;
import static io.emrops.testkit.sqlserver.script.Answer.rowsAffected;
import static io.emrops.testkit.sqlserver.script.Answer.waitFor;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.sqlserver.jdbc.ISQLServerConnection;
import io.emrops.testkit.sqlserver.ScriptedSqlServer;
import io.emrops.testkit.sqlserver.ScriptedSqlServer.Encryption;
import io.emrops.testkit.sqlserver.SqlServerExtension;
import io.emrops.testkit.sqlserver.script.Answer;
import io.emrops.testkit.sqlserver.script.Gate;
import io.emrops.testkit.sqlserver.script.RequestPattern;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(SqlServerExtension.class)
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
class CancelTest {
    private static final String BACKUP = "BACKUP DATABASE [EMRNext] TO DISK = N'/b/e.bak' WITH STATS = 1";
    private static final Duration LIMIT = Duration.ofSeconds(30);

    /** The statement was cancelled, and its connection still works. */
    private static void assertCancelled(CompletableFuture<SQLException> ended, Statement statement)
            throws SQLException {
        assertThat(ended).succeedsWithin(LIMIT);
        var failure = ended.join();
        assertThat(failure.getSQLState()).isEqualTo("HY008");
        assertThat(statement.getConnection().isClosed()).isFalse();
        for (var i = 0; i < 3; i++) {
            assertThat(Results.drain(statement, "SELECT 1")).hasToString("[[1]]");
        }
    }

    private static CompletableFuture<SQLException> runs(Statement statement, String sql) {
        return CompletableFuture.supplyAsync(() -> failureOf(() -> Results.drain(statement, sql)));
    }

    @Test
    void a_statement_that_says_nothing_is_cancelled(ScriptedSqlServer server) throws SQLException {
        var gate = new Gate();
        server.when("UPDATE Beds SET A = 1").answer(waitFor(gate).then(rowsAffected(1)));

        try (var connection = server.dataSource().getConnection();
                var statement = connection.createStatement()) {
            var ended = runs(statement, "UPDATE Beds SET A = 1");
            gate.awaitArrival(LIMIT);

            statement.cancel();

            assertCancelled(ended, statement);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {512, 8000})
    void a_stream_of_messages_is_cancelled(int packetSize, ScriptedSqlServer server) throws Exception {
        server.when(BACKUP).answer((request, reply) -> {
            for (var percent = 0; ; percent++) {
                message(3211, percent + " percent processed.").give(request, reply);
            }
        });
        var heard = new CountDownLatch(100);

        try (var connection = server.dataSource("packetSize=" + packetSize).getConnection();
                var statement = connection.createStatement()) {
            connection.unwrap(ISQLServerConnection.class).setServerMessageHandler(message -> {
                heard.countDown();
                return message;
            });
            var ended = runs(statement, BACKUP);
            assertThat(heard.await(30, TimeUnit.SECONDS)).isTrue();

            statement.cancel();

            assertCancelled(ended, statement);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "packetSize=512", "responseBuffering=adaptive;sendStringParametersAsUnicode=false"})
    void rows_without_an_end_are_cancelled(String properties, ScriptedSqlServer server) throws SQLException {
        server.when("SELECT * FROM Log")
                .answer(rows("Id bigint", "Text nvarchar(100)")
                        .generate(Long.MAX_VALUE, id -> new Object[] {id, "line " + id}));

        try (var connection = server.dataSource(properties).getConnection();
                var statement = connection.createStatement()) {
            for (var round = 0; round < 5; round++) {
                var rows = statement.executeQuery("SELECT * FROM Log");
                for (var i = 0; i < 1000; i++) {
                    assertThat(rows.next()).isTrue();
                }

                statement.cancel();

                var failure = failureOf(() -> {
                    while (rows.next()) {
                        rows.getLong(1);
                    }
                });
                assertThat(failure.getSQLState()).isEqualTo("HY008");
                assertThat(connection.isValid(10)).isTrue();
            }
        }
    }

    @Test
    void a_prepared_statement_is_cancelled_in_each_of_its_forms(ScriptedSqlServer server) throws SQLException {
        var gate = new Gate();
        server.when("UPDATE Beds SET A = ?").answer(waitFor(gate).then(rowsAffected(1)));

        try (var connection = server.dataSource().getConnection();
                var statement = connection.prepareStatement("UPDATE Beds SET A = ?")) {
            statement.setInt(1, 1);
            for (var i = 0; i < 4; i++) {
                var ended = CompletableFuture.supplyAsync(() -> failureOf(statement::executeUpdate));
                gate.awaitArrival(LIMIT);

                statement.cancel();

                assertThat(ended).succeedsWithin(LIMIT);
                assertThat(ended.join().getSQLState()).isEqualTo("HY008");
            }
            gate.open();
            assertThat(statement.executeUpdate()).isOne();
        }
    }

    @Test
    void a_cancelled_statement_leaves_its_transaction_open(ScriptedSqlServer server) throws SQLException {
        var gate = new Gate();
        server.when("UPDATE Beds SET A = 1").answer(waitFor(gate).then(rowsAffected(1)));

        try (var connection = server.dataSource().getConnection();
                var statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            var ended = runs(statement, "UPDATE Beds SET A = 1");
            gate.awaitArrival(LIMIT);

            statement.cancel();

            assertCancelled(ended, statement);
            assertThat(Results.drain(statement, "SELECT @@TRANCOUNT")).hasToString("[[1]]");
            connection.rollback();
            assertThat(Results.drain(statement, "SELECT @@TRANCOUNT")).hasToString("[[0]]");
        }
    }

    @Test
    void a_wish_that_comes_too_late_does_no_harm(ScriptedSqlServer server) throws SQLException {
        try (var connection = server.dataSource().getConnection();
                var statement = connection.createStatement()) {
            for (var i = 0; i < 200; i++) {
                var ended = CompletableFuture.supplyAsync(() -> {
                    try {
                        return Results.drain(statement, "SELECT 1").toString();
                    } catch (SQLException e) {
                        return e.getSQLState();
                    }
                });

                statement.cancel();

                assertThat(ended).succeedsWithin(LIMIT).isIn("[[1]]", "HY008");
                assertThat(Results.drain(statement, "SELECT 2")).hasToString("[[2]]");
            }
        }
    }

    @Test
    void a_query_timeout_ends_a_statement_that_says_nothing(ScriptedSqlServer server) throws SQLException {
        server.when("UPDATE Beds SET A = 1").answer(waitFor(new Gate()));

        try (var connection = server.dataSource().getConnection();
                var statement = connection.createStatement()) {
            statement.setQueryTimeout(1);
            var failure = failureOf(() -> statement.executeUpdate("UPDATE Beds SET A = 1"));

            assertThatFailure(failure).isInstanceOf(SQLTimeoutException.class);
            assertThat(failure.getSQLState()).isEqualTo("HY008");
            assertThat(connection.isValid(10)).isTrue();
        }
    }

    @Test
    void a_socket_timeout_ends_the_connection_and_the_server_goes_on(ScriptedSqlServer server) throws SQLException {
        server.when("UPDATE Beds SET A = 1").answer(waitFor(new Gate()));

        try (var connection = server.dataSource("socketTimeout=1000;connectRetryCount=0")
                        .getConnection();
                var statement = connection.createStatement()) {
            var failure = failureOf(() -> statement.executeUpdate("UPDATE Beds SET A = 1"));

            assertThatFailure(failure).hasMessageContaining("Read timed out");
            assertThat(connection.isClosed()).isTrue();
        }
        try (var connection = server.dataSource().getConnection()) {
            assertThat(connection.isValid(10)).isTrue();
        }
    }

    @Test
    void closing_the_connection_from_another_thread_ends_a_statement(ScriptedSqlServer server) throws SQLException {
        var gate = new Gate();
        server.when("UPDATE Beds SET A = 1").answer(waitFor(gate));

        try (var connection = server.dataSource("connectRetryCount=0").getConnection();
                var statement = connection.createStatement()) {
            var ended = runs(statement, "UPDATE Beds SET A = 1");
            gate.awaitArrival(LIMIT);

            connection.abort(Runnable::run);

            assertThat(ended).succeedsWithin(LIMIT);
        }
    }

    @Test
    void a_statement_of_an_encrypted_session_is_cancelled() throws SQLException {
        var gate = new Gate();
        try (var server =
                ScriptedSqlServer.builder().encryption(Encryption.REQUIRED).start()) {
            server.when("SELECT * FROM Log")
                    .answer(rows("Id bigint")
                            .generate(1000, id -> new Object[] {id})
                            .then(waitFor(gate)));
            try (var connection = server.dataSource().getConnection();
                    var statement = connection.createStatement()) {
                var ended = runs(statement, "SELECT * FROM Log");
                gate.awaitArrival(LIMIT);

                statement.cancel();

                assertCancelled(ended, statement);
            }
        }
    }

    @Test
    void a_cursor_is_cancelled_while_it_is_opened(ScriptedSqlServer server) throws SQLException {
        var gate = new Gate();
        server.when("SELECT * FROM Log").answer(rows("Id bigint").row(1).then(waitFor(gate)));

        try (var connection = server.dataSource("selectMethod=cursor").getConnection();
                var statement = connection.createStatement()) {
            var ended = runs(statement, "SELECT * FROM Log");
            gate.awaitArrival(LIMIT);

            statement.cancel();

            assertCancelled(ended, statement);
        }
    }

    @Test
    void a_batch_of_prepared_statements_is_cancelled_in_its_middle(ScriptedSqlServer server) throws SQLException {
        var gate = new Gate();
        server.when("UPDATE Beds SET A = ?").answer(rowsAffected(1));
        server.when(RequestPattern.text("UPDATE Beds SET A = ?").withParameter(1, 3))
                .answer(waitFor(gate).then(rowsAffected(1)));

        try (var connection = server.dataSource().getConnection();
                var statement = connection.prepareStatement("UPDATE Beds SET A = ?")) {
            for (var i = 1; i <= 5; i++) {
                statement.setInt(1, i);
                statement.addBatch();
            }
            var ended = CompletableFuture.supplyAsync(() -> failureOf(statement::executeBatch));
            gate.awaitArrival(LIMIT);

            statement.cancel();

            assertThat(ended).succeedsWithin(LIMIT);
            assertThat(connection.isValid(10)).isTrue();
        }
        assertThat(server.statements()).hasSize(3);
    }

    @Test
    void a_statement_that_pauses_by_a_clock_is_cancelled(ScriptedSqlServer server) throws SQLException {
        var gate = new Gate();
        server.when("WAITFOR")
                .answer(waitFor(gate).then(Answer.pause(Duration.ofHours(1))).then(Answer.done()));

        try (var connection = server.dataSource().getConnection();
                var statement = connection.createStatement()) {
            var ended = runs(statement, "WAITFOR");
            gate.awaitArrival(LIMIT);
            gate.open();

            statement.cancel();

            assertCancelled(ended, statement);
        }
    }
}
