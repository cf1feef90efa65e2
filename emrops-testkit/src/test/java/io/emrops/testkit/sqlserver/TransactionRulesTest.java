package io.emrops.testkit.sqlserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is refused inside a transaction, as {@code docs/sql-server-rules.md} says. */
@Timeout(60)
class TransactionRulesTest {
    private static final SimulatedSqlServer SERVER = SimulatedSqlServer.start();

    @BeforeAll
    static void create() {
        SERVER.createDatabase("EMRNext");
    }

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    private static List<Integer> errorsOf(Connection connection, String sql) {
        var numbers = new ArrayList<Integer>();
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            for (var next = e; next != null; next = next.getNextException()) {
                numbers.add(next.getErrorCode());
            }
        }
        return numbers;
    }

    @Test
    void nothing_is_restored_in_a_transaction() throws SQLException {
        try (var connection = SERVER.dataSource().getConnection()) {
            connection.setAutoCommit(false);
            for (var sql : List.of(
                    "RESTORE DATABASE EMRNext FROM DISK = 'nowhere'",
                    "RESTORE LOG EMRNext FROM DISK = 'nowhere'",
                    "RESTORE VERIFYONLY FROM DISK = 'nowhere'",
                    "RESTORE HEADERONLY FROM DISK = 'nowhere'")) {
                assertThat(errorsOf(connection, sql)).as(sql).containsExactly(3021, 3013);
            }
        }
    }

    @Test
    void databases_are_not_changed_in_a_transaction() throws SQLException {
        try (var connection = SERVER.dataSource().getConnection()) {
            connection.setAutoCommit(false);
            for (var sql : List.of(
                    "ALTER DATABASE EMRNext SET MULTI_USER", "CREATE DATABASE Other", "DROP DATABASE EMRNext")) {
                assertThat(errorsOf(connection, sql)).as(sql).containsExactly(226);
            }
        }
    }

    @Test
    void nobody_is_killed_in_a_transaction() throws SQLException {
        try (var connection = SERVER.dataSource().getConnection()) {
            connection.setAutoCommit(false);

            assertThat(errorsOf(connection, "KILL 32000")).containsExactly(6115);
            assertThat(errorsOf(connection, "KILL 32000 WITH COMMIT")).containsExactly(6108);
        }
    }
}
