package io.emrops.testkit.sqlserver.driver;

import static io.emrops.testkit.sqlserver.driver.Failures.failureOf;
import static io.emrops.testkit.sqlserver.script.Answer.error;
import static io.emrops.testkit.sqlserver.script.Answer.rowsAffected;
import static io.emrops.testkit.sqlserver.script.RequestPattern.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.testkit.sqlserver.ScriptedSqlServer;
import io.emrops.testkit.sqlserver.SqlServerExtension;
import io.emrops.testkit.sqlserver.script.Request;
import io.emrops.testkit.sqlserver.script.SqlError;
import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(SqlServerExtension.class)
class BatchUpdateTest {
    private static final String INSERT = "INSERT INTO Beds (Id, Ward) VALUES (?, ?)";

    @Test
    void each_statement_of_a_batch_has_its_count(ScriptedSqlServer server) throws SQLException {
        server.when("UPDATE Beds SET Patient = NULL").answer(rowsAffected(3));
        server.when("DELETE FROM Beds WHERE Ward = 'West'").answer(rowsAffected(0));
        server.when("INSERT INTO Beds VALUES (1)").answer(rowsAffected(1));

        try (var connection = server.dataSource().getConnection();
                var statement = connection.createStatement()) {
            statement.addBatch("UPDATE Beds SET Patient = NULL");
            statement.addBatch("DELETE FROM Beds WHERE Ward = 'West'");
            statement.addBatch("INSERT INTO Beds VALUES (1)");

            assertThat(statement.executeBatch()).containsExactly(3, 0, 1);
        }
    }

    @Test
    void a_failing_statement_of_a_batch_leaves_the_counts_of_the_others(ScriptedSqlServer server) throws SQLException {
        server.when("UPDATE Beds SET Patient = 1").answer(rowsAffected(3));
        server.when("INSERT INTO Beds VALUES (1)").answer(error(SqlError.duplicateKey("PK_Beds", "dbo.Beds", "1")));
        server.when("DELETE FROM Beds").answer(rowsAffected(5));

        try (var connection = server.dataSource().getConnection();
                var statement = connection.createStatement()) {
            statement.addBatch("UPDATE Beds SET Patient = 1");
            statement.addBatch("INSERT INTO Beds VALUES (1)");
            statement.addBatch("DELETE FROM Beds");
            var failure = (BatchUpdateException) failureOf(statement::executeBatch);

            assertThat(failure.getErrorCode()).isEqualTo(2627);
            assertThat(failure.getUpdateCounts()).startsWith(3, Statement.EXECUTE_FAILED);
            assertThat(connection.isValid(10)).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "prepareMethod=prepare",
                "enablePrepareOnFirstPreparedStatementCall=true",
                "disableStatementPooling=false;statementPoolingCacheSize=10"
            })
    void each_row_of_a_prepared_batch_is_a_statement(String properties, ScriptedSqlServer server) throws SQLException {
        server.when(INSERT).answer(rowsAffected(1));

        try (var connection = server.dataSource(properties).getConnection();
                var statement = connection.prepareStatement(INSERT)) {
            for (var round = 0; round < 3; round++) {
                for (var i = 1; i <= 5; i++) {
                    statement.setInt(1, i);
                    statement.setString(2, i == 3 ? null : "Ward " + i);
                    statement.addBatch();
                }
                assertThat(statement.executeBatch()).containsExactly(1, 1, 1, 1, 1);
            }
        }

        var once = List.of(1, 2, 3, 4, 5);
        assertThat(server.statements())
                .hasSize(15)
                .extracting(it -> it.value(1))
                .containsExactlyElementsOf(Collections.nCopies(3, once).stream()
                        .flatMap(List::stream)
                        .toList());
        assertThat(server.statements().get(2).value(2)).isNull();
    }

    @Test
    void a_failing_row_of_a_prepared_batch_is_the_one_that_is_told(ScriptedSqlServer server) throws SQLException {
        server.when(INSERT).answer(rowsAffected(1));
        server.when(text(INSERT).withParameter(1, 3)).answer(error(SqlError.duplicateKey("PK_Beds", "dbo.Beds", "3")));

        try (var connection = server.dataSource().getConnection();
                var statement = connection.prepareStatement(INSERT)) {
            for (var i = 1; i <= 5; i++) {
                statement.setInt(1, i);
                statement.setString(2, "West");
                statement.addBatch();
            }
            var failure = (BatchUpdateException) failureOf(statement::executeBatch);

            assertThat(failure.getErrorCode()).isEqualTo(2627);
            assertThat(failure.getUpdateCounts()).containsExactly(1, 1, Statement.EXECUTE_FAILED, 1, 1);
            statement.setInt(1, 6);
            statement.setString(2, "West");
            assertThat(statement.executeUpdate()).isOne();
        }
    }

    @Test
    void a_thousand_rows_travel_in_few_messages(ScriptedSqlServer server) throws SQLException {
        server.when(INSERT).answer((request, reply) -> reply.rowsAffected((Integer) request.value(1) % 3));

        try (var connection = server.dataSource("packetSize=512").getConnection();
                var statement = connection.prepareStatement(INSERT)) {
            for (var i = 0; i < 1000; i++) {
                statement.setInt(1, i);
                statement.setString(2, "West " + i);
                statement.addBatch();
            }
            var counts = statement.executeBatch();

            assertThat(counts).hasSize(1000).startsWith(0, 1, 2, 0).endsWith(0);
        }
        assertThat(server.statements())
                .hasSize(1000)
                .last()
                .extracting(Request::values)
                .hasToString("[999, West 999]");
    }

    @Test
    void large_counts_arrive_whole(ScriptedSqlServer server) throws SQLException {
        server.when("DELETE FROM Log").answer(rowsAffected(5_000_000_000L));

        try (var connection = server.dataSource().getConnection();
                var statement = connection.createStatement()) {
            assertThat(statement.executeLargeUpdate("DELETE FROM Log")).isEqualTo(5_000_000_000L);
        }
    }

    @Test
    void generated_keys_are_told_to_those_who_ask(ScriptedSqlServer server) throws SQLException {
        var key = new long[] {40};
        server.when(INSERT).answer((request, reply) -> {
            reply.rowsAffected(1);
            reply.generatedKey(++key[0]);
        });

        try (var connection = server.dataSource().getConnection();
                var statement = connection.prepareStatement(INSERT, Statement.RETURN_GENERATED_KEYS)) {
            for (var i = 41; i <= 44; i++) {
                statement.setInt(1, i);
                statement.setString(2, "West");
                assertThat(statement.executeUpdate()).isOne();
                try (var keys = statement.getGeneratedKeys()) {
                    assertThat(keys.next()).isTrue();
                    assertThat(keys.getLong(1)).isEqualTo(i);
                    assertThat(keys.next()).isFalse();
                }
            }
        }
        assertThat(server.statements())
                .allMatch(Request::wantsGeneratedKeys)
                .allMatch(it -> it.text().strip().endsWith(")"));
    }

    @Test
    void nobody_who_does_not_ask_is_told_generated_keys(ScriptedSqlServer server) throws SQLException {
        server.when("INSERT INTO Beds VALUES (1)").answer(io.emrops.testkit.sqlserver.script.Answer.generatedKey(7));

        try (var connection = server.dataSource().getConnection();
                var statement = connection.createStatement()) {
            assertThat(Results.drain(statement, "INSERT INTO Beds VALUES (1)")).containsExactly(1);
            statement.executeUpdate("INSERT INTO Beds VALUES (1)", Statement.RETURN_GENERATED_KEYS);
            try (var keys = statement.getGeneratedKeys()) {
                assertThat(Results.firstColumn(keys)).hasToString("[7]");
            }
        }
    }
}
