package io.emrops.testkit.sqlserver.driver;

import static io.emrops.testkit.sqlserver.driver.Failures.assertThatFailure;
import static io.emrops.testkit.sqlserver.driver.Failures.failureOf;
import static io.emrops.testkit.sqlserver.script.Answer.error;
import static io.emrops.testkit.sqlserver.script.Answer.rows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.emrops.testkit.sqlserver.ScriptedSqlServer;
import io.emrops.testkit.sqlserver.SqlServerExtension;
import io.emrops.testkit.sqlserver.script.Answer;
import io.emrops.testkit.sqlserver.script.Parameter;
import io.emrops.testkit.sqlserver.script.Request;
import io.emrops.testkit.sqlserver.script.Request.Kind;
import io.emrops.testkit.sqlserver.script.SqlError;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(SqlServerExtension.class)
class PreparedStatementTest {
    private static final String SQL = "SELECT Name FROM Patients WHERE Id = ? AND Ward = ?";
    private static final int EXECUTE = 12;
    private static final int PREPARE_AND_EXECUTE = 13;
    private static final int UNPREPARE = 15;

    @BeforeEach
    void answerWithTheId(ScriptedSqlServer server) {
        server.when(SQL)
                .answer((request, reply) ->
                        rows("Name nvarchar(50)").row("Ada " + request.value(1)).give(request, reply));
    }

    private static List<Object> names(Connection connection, int times) throws SQLException {
        var names = new ArrayList<Object>();
        try (var statement = connection.prepareStatement(SQL)) {
            for (var id = 1; id <= times; id++) {
                statement.setInt(1, id);
                statement.setString(2, "West");
                try (var rows = statement.executeQuery()) {
                    names.addAll(Results.firstColumn(rows));
                }
            }
        }
        return names;
    }

    @ParameterizedTest
    @CsvSource({
        "'', 10 13 12 12",
        "prepareMethod=prepexec, 10 13 12 12",
        "prepareMethod=prepare, 10 11 12 12 12",
        "enablePrepareOnFirstPreparedStatementCall=true, 13 12 12 12",
        "enablePrepareOnFirstPreparedStatementCall=true;prepareMethod=prepare, 11 12 12 12 12",
        "sendStringParametersAsUnicode=false, 10 13 12 12"
    })
    void each_execution_takes_the_form_that_the_driver_has_for_it_and_is_one_statement(
            String properties, String calls, ScriptedSqlServer server) throws SQLException, IOException {
        try (var wire = Wire.to(server);
                var connection = DriverManager.getConnection(wire.url(properties))) {
            assertThat(names(connection, 4)).containsExactly("Ada 1", "Ada 2", "Ada 3", "Ada 4");

            assertThat(wire.calls().stream().filter(it -> it != UNPREPARE).map(String::valueOf))
                    .containsExactly(calls.split(" "));
        }
        assertThat(server.statements())
                .hasSize(4)
                .allMatch(it -> it.kind() == Kind.PREPARED)
                .extracting(Request::values)
                .containsExactly(List.of(1, "West"), List.of(2, "West"), List.of(3, "West"), List.of(4, "West"));
    }

    @Test
    void parameters_have_names_and_types(ScriptedSqlServer server) throws SQLException {
        try (var connection = server.dataSource().getConnection()) {
            names(connection, 3);
        }

        assertThat(server.statements()).allSatisfy(request -> {
            assertThat(request.parameters()).extracting(Parameter::name).containsExactly("@P0", "@P1");
            assertThat(request.parameters())
                    .extracting(it -> it.type().toString())
                    .containsExactly("int", "nvarchar(4000)");
            assertThat(request.parameters()).noneMatch(Parameter::output);
        });
    }

    @Test
    void texts_may_come_as_varchar(ScriptedSqlServer server) throws SQLException {
        try (var connection =
                server.dataSource("sendStringParametersAsUnicode=false").getConnection()) {
            names(connection, 1);
        }

        assertThat(server.statements()).singleElement().satisfies(request -> {
            assertThat(request.parameters().get(1).type()).hasToString("varchar(8000)");
            assertThat(request.value(2)).isEqualTo("West");
        });
    }

    /** The older driver does not know these methods, and says so. */
    @ParameterizedTest
    @ValueSource(strings = {"none", "scopeTempTablesToConnection"})
    void a_method_of_the_newer_driver_alone_sends_literals_or_parameters(String method, ScriptedSqlServer server)
            throws SQLException {
        for (var literals : List.of("Id = 7 AND Ward = N'West'", "Id = 7 AND Ward = 'West'")) {
            server.when("SELECT Name FROM Patients WHERE " + literals)
                    .answer(rows("Name nvarchar(50)").row("Ada 7"));
        }
        var source = server.dataSource("prepareMethod=" + method);

        if (System.getProperty("emrops.mssql-jdbc").startsWith("12.")) {
            assertThatFailure(failureOf(source::getConnection)).hasMessageContaining(method);
            return;
        }
        try (var connection = source.getConnection();
                var statement = connection.prepareStatement(SQL)) {
            statement.setInt(1, 7);
            statement.setString(2, "West");
            assertThat(Results.drain(statement, statement.execute())).hasToString("[[Ada 7]]");
        }
        assertThat(server.statements())
                .extracting(Request::kind)
                .containsExactly(method.equals("none") ? Kind.BATCH : Kind.PREPARED);
    }

    @Test
    void a_pooled_handle_is_executed_by_the_next_statement_of_the_same_text(ScriptedSqlServer server)
            throws SQLException, IOException {
        try (var wire = Wire.to(server);
                var connection = DriverManager.getConnection(
                        wire.url("disableStatementPooling=false;statementPoolingCacheSize=10"))) {
            names(connection, 2);
            names(connection, 2);

            assertThat(wire.calls()).endsWith(EXECUTE, EXECUTE).containsOnlyOnce(PREPARE_AND_EXECUTE);
        }
    }

    @Test
    void a_handle_that_fell_out_of_the_cache_is_given_back(ScriptedSqlServer server) throws SQLException, IOException {
        server.when("SELECT ?").answer(rows("V int").row(1));
        try (var wire = Wire.to(server);
                var connection = DriverManager.getConnection(
                        wire.url(
                                "disableStatementPooling=false;statementPoolingCacheSize=1;serverPreparedStatementDiscardThreshold=0"))) {
            names(connection, 2);
            for (var i = 0; i < 3; i++) {
                try (var statement = connection.prepareStatement("SELECT ?")) {
                    statement.setInt(1, i);
                    statement.execute();
                }
            }
            names(connection, 2);

            assertThat(wire.calls()).endsWith(PREPARE_AND_EXECUTE, EXECUTE);
            assertThat(server.housekeeping()).anyMatch(it -> it.text().startsWith("EXEC sp_unprepare "));
        }
    }

    @Test
    void handles_are_given_back_many_at_a_time_or_one_by_one(ScriptedSqlServer server) throws SQLException {
        for (var threshold : List.of(0, 10)) {
            try (var connection = server.dataSource(
                            "enablePrepareOnFirstPreparedStatementCall=true;serverPreparedStatementDiscardThreshold="
                                    + threshold)
                    .getConnection()) {
                for (var i = 0; i < 25; i++) {
                    names(connection, 1);
                }
            }
        }

        assertThat(server.statements()).hasSize(50);
        assertThat(server.housekeeping()).isNotEmpty().allMatch(it -> it.text().startsWith("EXEC sp_unprepare "));
    }

    @Test
    void an_error_leaves_the_statement_usable_in_each_of_its_forms(ScriptedSqlServer server) throws SQLException {
        server.when(SQL)
                .answer(
                        error(SqlError.invalidObject("Patients")),
                        rows("Name nvarchar(50)").row("Ada"),
                        error(SqlError.lockTimeout()),
                        rows("Name nvarchar(50)").row("Bob"),
                        error(SqlError.deadlockVictim()),
                        rows("Name nvarchar(50)").row("Eve"));
        var seen = new ArrayList<Object>();

        try (var connection = server.dataSource().getConnection();
                var statement = connection.prepareStatement(SQL)) {
            statement.setInt(1, 1);
            statement.setString(2, "West");
            for (var i = 0; i < 6; i++) {
                try (var rows = statement.executeQuery()) {
                    seen.addAll(Results.firstColumn(rows));
                } catch (SQLException e) {
                    seen.add(e.getErrorCode());
                }
            }
        }

        assertThat(seen).containsExactly(208, "Ada", 1222, "Bob", 1205, "Eve");
    }

    @Test
    void two_thousand_parameters_keep_their_order(ScriptedSqlServer server) throws SQLException {
        var sql = "INSERT INTO Beds VALUES (" + "?, ".repeat(1999) + "?)";
        server.when(sql).answer(Answer.rowsAffected(1));

        try (var connection = server.dataSource().getConnection();
                var statement = connection.prepareStatement(sql)) {
            for (var i = 1; i <= 2000; i++) {
                statement.setInt(i, i);
            }
            assertThat(statement.executeUpdate()).isOne();
        }

        assertThat(server.statements()).singleElement().satisfies(request -> {
            assertThat(request.values()).hasSize(2000);
            assertThat(request.value(2000)).isEqualTo(2000);
            assertThat(request.parameters().get(1999).name()).isEqualTo("@P1999");
        });
    }

    @Test
    void more_parameters_than_a_request_may_have_are_refused_and_the_connection_lives(ScriptedSqlServer server)
            throws SQLException {
        server.when("SELECT " + "?, ".repeat(2097) + "?").answer(rows("V int").row(1));

        try (var connection = server.dataSource().getConnection()) {
            assertThat(valueOf(connection, 2098)).isOne();
            assertThatThrownBy(() -> valueOf(connection, 2099))
                    .isInstanceOfSatisfying(
                            SQLException.class,
                            e -> assertThat(e.getErrorCode()).isEqualTo(8003));
            assertThat(connection.isValid(10)).isTrue();
        }
    }

    private static int valueOf(Connection connection, int parameters) throws SQLException {
        try (var statement = connection.prepareStatement("SELECT " + "?, ".repeat(parameters - 1) + "?")) {
            for (var i = 1; i <= parameters; i++) {
                statement.setInt(i, i);
            }
            try (var rows = statement.executeQuery()) {
                rows.next();
                return rows.getInt(1);
            }
        }
    }

    @Test
    void a_text_in_the_statement_is_no_parameter(ScriptedSqlServer server) throws SQLException {
        server.when("SELECT '?' , [a?b] /* ? */ WHERE Id = ? -- ?")
                .answer(rows("V int").row(1));

        try (var connection = server.dataSource().getConnection();
                var statement = connection.prepareStatement("SELECT '?' , [a?b] /* ? */ WHERE Id = ? -- ?")) {
            statement.setInt(1, 5);
            statement.execute();
        }

        assertThat(server.statements())
                .singleElement()
                .satisfies(it -> assertThat(it.values()).containsExactly(5));
    }
}
