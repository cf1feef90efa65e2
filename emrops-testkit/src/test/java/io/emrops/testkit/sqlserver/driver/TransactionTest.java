package io.emrops.testkit.sqlserver.driver;

import static io.emrops.testkit.sqlserver.driver.Failures.failureOf;
import static io.emrops.testkit.sqlserver.script.Answer.error;
import static io.emrops.testkit.sqlserver.script.Answer.rowsAffected;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.sqlserver.jdbc.ISQLServerConnection;
import io.emrops.testkit.sqlserver.ScriptedSqlServer;
import io.emrops.testkit.sqlserver.SqlServerExtension;
import io.emrops.testkit.sqlserver.script.Request;
import io.emrops.testkit.sqlserver.script.SqlError;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(SqlServerExtension.class)
class TransactionTest {
    private static final String UPDATE = "UPDATE Beds SET Patient = 1";

    @BeforeEach
    void anUpdateChangesOneRow(ScriptedSqlServer server) {
        server.when(UPDATE).answer(rowsAffected(1));
    }

    private static void update(Connection connection) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.executeUpdate(UPDATE);
        }
    }

    private static int openTransactions(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT @@TRANCOUNT")) {
            rows.next();
            return rows.getInt(1);
        }
    }

    private static List<Integer> transactionsAtUpdates(ScriptedSqlServer server) {
        return server.statements().stream()
                .map(it -> it.session().openTransactions())
                .toList();
    }

    @Test
    void statements_stand_alone_until_autocommit_is_off(ScriptedSqlServer server) throws SQLException {
        try (var connection = server.dataSource().getConnection()) {
            update(connection);
            connection.setAutoCommit(false);
            update(connection);
            update(connection);
            assertThat(openTransactions(connection)).isOne();
            connection.commit();
            assertThat(openTransactions(connection)).isZero();
            update(connection);
            connection.rollback();
            connection.setAutoCommit(true);
            update(connection);
            assertThat(openTransactions(connection)).isZero();
        }

        assertThat(transactionsAtUpdates(server)).containsExactly(0, 1, 1, 1, 0);
        assertThat(server.housekeeping())
                .extracting(it -> it.text().strip())
                .contains(
                        "set implicit_transactions on",
                        "IF @@TRANCOUNT > 0 COMMIT TRAN",
                        "IF @@TRANCOUNT > 0 ROLLBACK TRAN");
    }

    @Test
    void switching_autocommit_on_commits(ScriptedSqlServer server) throws SQLException {
        try (var connection = server.dataSource().getConnection()) {
            connection.setAutoCommit(false);
            update(connection);

            connection.setAutoCommit(true);

            assertThat(openTransactions(connection)).isZero();
        }
        assertThat(server.housekeeping()).anyMatch(it -> it.text().contains("COMMIT TRAN"));
    }

    @ParameterizedTest
    @CsvSource({"1, READ UNCOMMITTED", "2, READ COMMITTED", "4, REPEATABLE READ", "8, SERIALIZABLE", "4096, SNAPSHOT"})
    void every_isolation_level_reaches_the_session(int level, String name, ScriptedSqlServer server)
            throws SQLException {
        try (var connection = server.dataSource().getConnection()) {
            connection.setTransactionIsolation(level);
            assertThat(connection.getTransactionIsolation()).isEqualTo(level);
            update(connection);
        }

        assertThat(server.statements())
                .singleElement()
                .matches(it -> it.session().isolationLevel().equals(name));
        assertThat(ISQLServerConnection.TRANSACTION_SNAPSHOT).isEqualTo(4096);
    }

    @Test
    void a_savepoint_ends_nothing(ScriptedSqlServer server) throws SQLException {
        try (var connection = server.dataSource().getConnection()) {
            connection.setAutoCommit(false);
            update(connection);
            var before = connection.setSavepoint("before");
            update(connection);
            connection.rollback(before);
            assertThat(openTransactions(connection)).isOne();
            var unnamed = connection.setSavepoint();
            connection.rollback(unnamed);
            assertThat(openTransactions(connection)).isOne();

            connection.rollback();

            assertThat(openTransactions(connection)).isZero();
        }
        assertThat(transactionsAtUpdates(server)).containsExactly(1, 1);
    }

    @Test
    void a_savepoint_as_the_first_thing_begins_a_transaction(ScriptedSqlServer server) throws SQLException {
        try (var connection = server.dataSource().getConnection()) {
            connection.setAutoCommit(false);
            var first = connection.setSavepoint("first");
            assertThat(openTransactions(connection)).isOne();

            connection.rollback(first);
            connection.commit();

            assertThat(openTransactions(connection)).isZero();
        }
    }

    @Test
    void a_deadlock_rolls_the_transaction_back_and_a_lock_timeout_does_not(ScriptedSqlServer server)
            throws SQLException {
        server.when("UPDATE Beds SET Patient = 2")
                .answer(error(SqlError.lockTimeout()), error(SqlError.deadlockVictim()), rowsAffected(1));

        try (var connection = server.dataSource().getConnection();
                var statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            update(connection);
            var timeout = failureOf(() -> statement.executeUpdate("UPDATE Beds SET Patient = 2"));
            assertThat(timeout.getErrorCode()).isEqualTo(1222);
            assertThat(openTransactions(connection)).isOne();
            var deadlock = failureOf(() -> statement.executeUpdate("UPDATE Beds SET Patient = 2"));
            assertThat(deadlock.getErrorCode()).isEqualTo(1205);
            assertThat(deadlock.getSQLState()).isEqualTo("40001");
            assertThat(openTransactions(connection)).isZero();

            connection.rollback();
            assertThat(statement.executeUpdate("UPDATE Beds SET Patient = 2")).isOne();
            assertThat(openTransactions(connection)).isOne();
            connection.commit();
        }
        assertThat(server.statements()).extracting(Request::text).hasSize(4);
    }

    @Test
    void transactions_of_the_language_are_counted(ScriptedSqlServer server) throws SQLException {
        try (var connection = server.dataSource().getConnection();
                var statement = connection.createStatement()) {
            statement.execute("BEGIN TRANSACTION");
            statement.execute("BEGIN TRAN Inner");
            assertThat(openTransactions(connection)).isEqualTo(2);
            statement.execute("COMMIT");
            assertThat(openTransactions(connection)).isOne();
            statement.execute("ROLLBACK TRANSACTION");
            assertThat(openTransactions(connection)).isZero();

            var failure = failureOf(() -> statement.execute("COMMIT"));

            assertThat(failure.getErrorCode()).isEqualTo(3902);
        }
        assertThat(server.statements()).isEmpty();
    }

    @Test
    void a_lost_connection_takes_its_transaction_with_it(ScriptedSqlServer server) throws SQLException {
        try (var connection = server.dataSource("connectRetryCount=0").getConnection()) {
            connection.setAutoCommit(false);
            update(connection);
            server.dropConnections();

            var failure = failureOf(() -> update(connection));

            assertThat(failure.getSQLState()).startsWith("08");
            assertThat(connection.isClosed()).isTrue();
        }
        try (var connection = server.dataSource().getConnection()) {
            assertThat(openTransactions(connection)).isZero();
        }
    }

    @Test
    void two_sessions_have_a_transaction_each(ScriptedSqlServer server) throws SQLException {
        try (var one = server.dataSource().getConnection();
                var other = server.dataSource().getConnection()) {
            one.setAutoCommit(false);
            update(one);

            assertThat(openTransactions(one)).isOne();
            assertThat(openTransactions(other)).isZero();
        }
    }

    @Test
    void the_catalog_changes_and_is_told(ScriptedSqlServer server) throws SQLException {
        try (var connection = server.dataSource().getConnection();
                var statement = connection.createStatement()) {
            connection.setCatalog("EMR]Next");
            update(connection);
            statement.execute("USE [Archive]");

            assertThat(connection.getCatalog()).isEqualTo("Archive");
        }
        assertThat(server.statements())
                .singleElement()
                .matches(it -> it.session().database().equals("EMR]Next"));
    }
}
