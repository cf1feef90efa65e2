package io.emrops.testkit.sqlserver.driver;

import static io.emrops.testkit.sqlserver.driver.Failures.assertThatFailure;
import static io.emrops.testkit.sqlserver.driver.Failures.failureOf;
import static io.emrops.testkit.sqlserver.driver.Failures.numbers;
import static io.emrops.testkit.sqlserver.script.Answer.done;
import static io.emrops.testkit.sqlserver.script.Answer.error;
import static io.emrops.testkit.sqlserver.script.Answer.message;
import static io.emrops.testkit.sqlserver.script.Answer.print;
import static io.emrops.testkit.sqlserver.script.Answer.rows;
import static io.emrops.testkit.sqlserver.script.Answer.rowsAffected;
import static io.emrops.testkit.sqlserver.script.Answer.waitFor;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.sqlserver.jdbc.ISQLServerConnection;
import com.microsoft.sqlserver.jdbc.ISQLServerMessage;
import com.microsoft.sqlserver.jdbc.SQLServerException;
import io.emrops.testkit.sqlserver.ScriptedSqlServer;
import io.emrops.testkit.sqlserver.SqlServerExtension;
import io.emrops.testkit.sqlserver.script.Gate;
import io.emrops.testkit.sqlserver.script.SqlError;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(SqlServerExtension.class)
class MessagesTest {
    private static final String BACKUP = "BACKUP DATABASE [EMRNext] TO DISK = N'/b/e.bak' WITH STATS = 10";
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private static List<String> warnings(Statement statement) throws SQLException {
        var texts = new ArrayList<String>();
        for (SQLWarning next = statement.getWarnings(); next != null; next = next.getNextWarning()) {
            texts.add(next.getErrorCode() + " " + next.getMessage());
        }
        return texts;
    }

    @Test
    void messages_are_warnings_afterwards(ScriptedSqlServer server) throws SQLException {
        server.when(BACKUP)
                .answer(print("begins")
                        .then(message(3211, "10 percent processed."))
                        .then(message(3014, "BACKUP DATABASE successfully processed 10 pages."))
                        .then(done()));

        try (var connection = server.dataSource().getConnection();
                var statement = connection.createStatement()) {
            assertThat(Results.drain(statement, BACKUP)).isEmpty();

            assertThat(warnings(statement))
                    .containsExactly(
                            "0 begins",
                            "3211 10 percent processed.",
                            "3014 BACKUP DATABASE successfully processed 10 pages.");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void messages_arrive_before_the_statement_ends(boolean prepared, ScriptedSqlServer server) throws Exception {
        var gate = new Gate();
        server.when(BACKUP)
                .answer(message(3211, "10 percent processed.")
                        .then(waitFor(gate))
                        .then(message(3211, "100 percent processed."))
                        .then(done()));
        var heard = new ArrayBlockingQueue<String>(10);

        try (var connection = server.dataSource().getConnection();
                var statement = prepared ? connection.prepareStatement(BACKUP) : connection.createStatement()) {
            connection.unwrap(ISQLServerConnection.class).setServerMessageHandler(message -> {
                heard.add(message.getErrorNumber() + " " + message.getErrorMessage());
                return message;
            });
            var backup = CompletableFuture.runAsync(() -> execute(statement, prepared));

            assertThat(heard.poll(30, TimeUnit.SECONDS)).isEqualTo("3211 10 percent processed.");
            assertThat(backup).isNotDone();
            gate.open();
            assertThat(backup).succeedsWithin(LIMIT);
            assertThat(heard.poll(30, TimeUnit.SECONDS)).isEqualTo("3211 100 percent processed.");
        }
    }

    private static void execute(Statement statement, boolean prepared) {
        try {
            if (prepared) {
                ((java.sql.PreparedStatement) statement).execute();
            } else {
                statement.execute(BACKUP);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void rows_arrive_before_the_statement_ends(ScriptedSqlServer server) throws SQLException {
        var gate = new Gate();
        server.when("SELECT V").answer((request, reply) -> {
            reply.columns(List.of(io.emrops.testkit.sqlserver.type.Column.parse("V int")));
            reply.row(1);
            reply.waitFor(gate);
            reply.row(2);
        });

        try (var connection = server.dataSource().getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT V")) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.getInt(1)).isOne();
            gate.open();
            assertThat(Results.firstColumn(rows)).containsExactly(2);
        }
    }

    @Test
    void all_parts_of_a_message_arrive(ScriptedSqlServer server) throws SQLException {
        var all = new SqlError(50123, 16, 254, "Wörter, 字 und 🏥", "dbo.Prozedur", 4711);
        server.when("EXEC dbo.Prozedur").answer(error(all));

        try (var connection = server.dataSource().getConnection();
                var statement = connection.createStatement()) {
            var failure = (SQLServerException) failureOf(() -> statement.execute("EXEC dbo.Prozedur"));

            var told = failure.getSQLServerError();
            assertThat(told.getErrorNumber()).isEqualTo(50123);
            assertThat(told.getErrorSeverity()).isEqualTo(16);
            assertThat(told.getErrorState()).isEqualTo(254);
            assertThat(told.getErrorMessage()).isEqualTo("Wörter, 字 und 🏥");
            assertThat(told.getProcedureName()).isEqualTo("dbo.Prozedur");
            assertThat(told.getLineNumber()).isEqualTo(4711);
            assertThat(told.getServerName()).isEqualTo("SCRIPTED");
            assertThat(connection.isClosed()).isFalse();
        }
    }

    @Test
    void the_longest_message_arrives_whole(ScriptedSqlServer server) throws SQLException {
        server.when("EXEC Long").answer(error(50000, 16, "ä".repeat(3000)));

        try (var connection = server.dataSource("packetSize=512").getConnection();
                var statement = connection.createStatement()) {
            var failure = failureOf(() -> statement.execute("EXEC Long"));

            assertThat(failure.getMessage()).startsWith("ä".repeat(2047));
        }
    }

    @Test
    void several_errors_of_one_failure_are_a_chain(ScriptedSqlServer server) throws SQLException {
        server.when(BACKUP)
                .answer(error(
                                3201,
                                16,
                                "Cannot open backup device '/b/e.bak'. Operating system error 5(Access is denied.).")
                        .then(error(3013, 16, "BACKUP DATABASE is terminating abnormally.")));

        try (var connection = server.dataSource().getConnection();
                var statement = connection.createStatement()) {
            var failure = failureOf(() -> statement.execute(BACKUP));

            assertThat(numbers(failure)).containsExactly(3201, 3013);
            assertThatFailure(failure).hasMessageContaining("Access is denied");
            assertThat(connection.isValid(10)).isTrue();
        }
    }

    @Test
    void an_error_in_the_middle_of_rows_comes_after_them(ScriptedSqlServer server) throws SQLException {
        server.when("SELECT V")
                .answer(rows("V int").row(1).row(2).then(error(8134, 16, "Divide by zero error encountered.")));

        try (var connection = server.dataSource().getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT V")) {
            rows.next();
            rows.next();
            assertThat(rows.getInt(1)).isEqualTo(2);

            var failure = failureOf(rows::next);

            assertThat(failure.getErrorCode()).isEqualTo(8134);
            assertThat(connection.isValid(10)).isTrue();
        }
    }

    @Test
    void a_late_error_is_seen_by_those_who_read_to_the_end(ScriptedSqlServer server) throws SQLException {
        server.when("EXEC Nightly")
                .answer(rowsAffected(5)
                        .then(rows("V int").row(1).row(2))
                        .then(rowsAffected(0))
                        .then(print("nearly"))
                        .then(error(547, 16, "The DELETE statement conflicted with the REFERENCE constraint.")));

        try (var connection = server.dataSource().getConnection();
                var statement = connection.createStatement()) {
            assertThat(statement.execute("EXEC Nightly")).isFalse();
            assertThat(statement.getUpdateCount()).isEqualTo(5);
            assertThat(statement.getMoreResults()).isTrue();
            assertThat(Results.firstColumn(statement.getResultSet())).containsExactly(1, 2);
            assertThat(statement.getMoreResults()).isFalse();
            assertThat(statement.getUpdateCount()).isZero();

            var failure = failureOf(statement::getMoreResults);

            assertThat(failure.getErrorCode()).isEqualTo(547);
            assertThat(connection.isValid(10)).isTrue();
        }
    }

    @Test
    void a_batch_goes_on_after_an_error(ScriptedSqlServer server) throws SQLException {
        server.when("EXEC Some")
                .answer(error(547, 16, "conflict")
                        .then(rowsAffected(3))
                        .then(rows("V int").row(9)));

        try (var connection = server.dataSource().getConnection();
                var statement = connection.createStatement()) {
            assertThat(failureOf(() -> statement.execute("EXEC Some")).getErrorCode())
                    .isEqualTo(547);

            assertThat(Results.drain(statement, statement.getMoreResults())).hasToString("[3, [9]]");
        }
    }

    @Test
    void many_results_arrive_in_their_order(ScriptedSqlServer server) throws SQLException {
        server.when("EXEC Mixed")
                .answer(rows("V int")
                        .then(rows("V int").row(1))
                        .then(rowsAffected(0))
                        .then(print("in between"))
                        .then(rowsAffected(2))
                        .then(rows("V nvarchar(10)").row("x").row("y")));

        try (var connection = server.dataSource().getConnection();
                var statement = connection.createStatement()) {
            assertThat(Results.drain(statement, "EXEC Mixed")).hasToString("[[], [1], 0, 2, [x, y]]");
        }
    }

    @Test
    void statements_between_semicolons_are_answered_one_by_one(ScriptedSqlServer server) throws SQLException {
        server.when("UPDATE A SET B = 1").answer(rowsAffected(3));
        server.when("SELECT V FROM A").answer(rows("V int").row(1).row(2));

        try (var connection = server.dataSource().getConnection();
                var statement = connection.createStatement()) {
            assertThat(Results.drain(
                            statement, "SET NOCOUNT OFF; UPDATE A SET B = 1; SELECT V FROM A; UPDATE A SET B = 1;"))
                    .hasToString("[3, [1, 2], 3]");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {20, 21, 25})
    void an_error_of_severity_20_ends_the_connection(int severity, ScriptedSqlServer server) throws SQLException {
        server.when("SELECT V")
                .answer(rows("V int").row(1).then(error(823, severity, "The operating system returned error 21.")));

        try (var connection = server.dataSource("connectRetryCount=0").getConnection();
                var statement = connection.createStatement()) {
            var rows = statement.executeQuery("SELECT V");
            rows.next();

            var failure = failureOf(rows::next);

            assertThat(failure.getErrorCode()).isEqualTo(823);
            assertThat(connection.isClosed()).isTrue();
        }
    }

    @Test
    void a_handler_hears_errors_too(ScriptedSqlServer server) throws SQLException {
        server.when(BACKUP)
                .answer(message(3211, "10 percent processed.")
                        .then(error(3201, 16, "first"))
                        .then(error(3013, 16, "second")));
        var heard = new ArrayList<ISQLServerMessage>();

        try (var connection = server.dataSource().getConnection();
                var statement = connection.createStatement()) {
            connection.unwrap(ISQLServerConnection.class).setServerMessageHandler(message -> {
                heard.add(message);
                return message;
            });
            failureOf(() -> statement.execute(BACKUP));
        }

        assertThat(heard).extracting(ISQLServerMessage::getErrorNumber).containsExactly(3211, 3201, 3013);
        assertThat(heard).extracting(ISQLServerMessage::getErrorSeverity).containsExactly(0, 16, 16);
    }

    @Test
    void an_unscripted_statement_is_an_error_that_quotes_it(ScriptedSqlServer server) throws SQLException {
        try (var connection = server.dataSource().getConnection();
                var statement = connection.createStatement()) {
            var failure = failureOf(() -> statement.execute("DROP TABLE Patients"));

            assertThat(failure.getErrorCode()).isEqualTo(50000);
            assertThatFailure(failure).hasMessageContaining("DROP TABLE Patients");
            assertThat(connection.isValid(10)).isTrue();
        }
        server.reset();
    }
}
