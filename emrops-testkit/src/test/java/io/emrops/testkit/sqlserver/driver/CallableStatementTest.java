package io.emrops.testkit.sqlserver.driver;

import static io.emrops.testkit.sqlserver.driver.Failures.failureOf;
import static io.emrops.testkit.sqlserver.script.Answer.error;
import static io.emrops.testkit.sqlserver.script.Answer.output;
import static io.emrops.testkit.sqlserver.script.Answer.returnStatus;
import static io.emrops.testkit.sqlserver.script.Answer.rows;
import static io.emrops.testkit.sqlserver.script.Answer.rowsAffected;
import static io.emrops.testkit.sqlserver.script.RequestPattern.procedure;
import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.testkit.sqlserver.ScriptedSqlServer;
import io.emrops.testkit.sqlserver.SqlServerExtension;
import io.emrops.testkit.sqlserver.script.Request;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(SqlServerExtension.class)
class CallableStatementTest {
    @Test
    void outputs_and_return_value_come_back(ScriptedSqlServer server) throws SQLException {
        server.when(procedure("Admit")).answer((request, reply) -> {
            reply.output(3, "Bed " + request.value(2));
            reply.output(4, new BigDecimal("12.50"));
            reply.returnStatus(7);
        });

        try (var connection = server.dataSource().getConnection();
                var call = connection.prepareCall("{? = call dbo.Admit(?, ?, ?)}")) {
            call.registerOutParameter(1, Types.INTEGER);
            call.setInt(2, 4711);
            call.registerOutParameter(3, Types.NVARCHAR);
            call.registerOutParameter(4, Types.DECIMAL, 2);
            call.execute();

            assertThat(call.getInt(1)).isEqualTo(7);
            assertThat(call.getString(3)).isEqualTo("Bed 4711");
            assertThat(call.getBigDecimal(4)).isEqualByComparingTo("12.50");
        }
        assertThat(server.statements()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{? = call Admit}", "{?=call Admit()}", "exec ? = Admit", "EXECUTE ? = [dbo].[Admit]"})
    void the_variable_of_a_call_is_given_what_the_procedure_returns(String sql, ScriptedSqlServer server)
            throws SQLException {
        server.when(procedure("Admit")).answer(returnStatus(-6), rowsAffected(1));

        try (var connection = server.dataSource().getConnection();
                var call = connection.prepareCall(sql)) {
            call.registerOutParameter(1, Types.INTEGER);
            call.execute();
            assertThat(call.getInt(1)).isEqualTo(-6);
            call.execute();
            assertThat(call.getInt(1)).isZero();
            assertThat(call.wasNull()).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "prepareMethod=prepare",
                "enablePrepareOnFirstPreparedStatementCall=true",
                "disableStatementPooling=false;statementPoolingCacheSize=5"
            })
    void a_call_may_be_repeated(String properties, ScriptedSqlServer server) throws SQLException {
        server.when(procedure("Twice")).answer((request, reply) -> reply.output(2, 2 * (Integer) request.value(1)));

        try (var connection = server.dataSource(properties).getConnection();
                var call = connection.prepareCall("{call Twice(?, ?)}")) {
            for (var i = 1; i <= 4; i++) {
                call.setInt(1, i);
                call.registerOutParameter(2, Types.INTEGER);
                call.execute();
                assertThat(call.getInt(2)).isEqualTo(2 * i);
            }
        }
    }

    @Test
    void an_output_that_nobody_has_set_keeps_what_was_sent(ScriptedSqlServer server) throws SQLException {
        server.when(procedure("Keep")).answer(returnStatus(0));

        try (var connection = server.dataSource().getConnection();
                var call = connection.prepareCall("{call Keep(?, ?)}")) {
            call.setString(1, "as it was");
            call.registerOutParameter(1, Types.VARCHAR);
            call.registerOutParameter(2, Types.TIMESTAMP);
            call.execute();

            assertThat(call.getString(1)).isEqualTo("as it was");
            assertThat(call.getTimestamp(2)).isNull();
            assertThat(call.wasNull()).isTrue();
        }
    }

    @Test
    void results_come_before_outputs(ScriptedSqlServer server) throws SQLException {
        server.when(procedure("Wards"))
                .answer(rows("Ward varchar(10)")
                        .row("West")
                        .row("East")
                        .then(rowsAffected(3))
                        .then(output(1, 2)));

        try (var connection = server.dataSource().getConnection();
                var call = connection.prepareCall("{call Wards(?)}")) {
            call.registerOutParameter(1, Types.INTEGER);

            assertThat(Results.drain(call, call.execute())).hasToString("[[West, East], 3]");
            assertThat(call.getInt(1)).isEqualTo(2);
        }
    }

    @Test
    void parameters_may_be_named(ScriptedSqlServer server) throws SQLException {
        var columns = rows(
                        "PROCEDURE_QUALIFIER sysname",
                        "PROCEDURE_OWNER sysname",
                        "PROCEDURE_NAME sysname",
                        "COLUMN_NAME sysname",
                        "COLUMN_TYPE smallint",
                        "DATA_TYPE smallint",
                        "TYPE_NAME sysname")
                .row("EMRNext", "dbo", "Move;1", "@RETURN_VALUE", 5, 4, "int")
                .row("EMRNext", "dbo", "Move;1", "@patient", 1, 4, "int")
                .row("EMRNext", "dbo", "Move;1", "@bed", 2, -9, "nvarchar");
        server.when(procedure("sp_sproc_columns")).answer(columns);
        server.when(procedure("sp_sproc_columns_100")).answer(columns);
        server.when(procedure("Move")).answer(output(2, "W-12"));

        try (var connection = server.dataSource().getConnection();
                var call = connection.prepareCall("{call Move(?, ?)}")) {
            call.registerOutParameter("bed", Types.NVARCHAR);
            call.setInt("patient", 4711);
            call.execute();

            assertThat(call.getString("bed")).isEqualTo("W-12");
        }
        assertThat(server.statements(procedure("Move")))
                .singleElement()
                .satisfies(it -> assertThat(it.value(1)).isEqualTo(4711));
    }

    @Test
    void an_error_in_a_procedure_names_it(ScriptedSqlServer server) throws SQLException {
        server.when(procedure("Discharge"))
                .answer(error(io.emrops.testkit.sqlserver.script.SqlError.of(50001, 16, "no such patient")
                        .in("dbo.Discharge", 12)));

        try (var connection = server.dataSource().getConnection();
                var call = connection.prepareCall("{call Discharge(?)}")) {
            call.setInt(1, 1);
            var failure = (com.microsoft.sqlserver.jdbc.SQLServerException) failureOf(call::execute);

            assertThat(failure.getSQLServerError().getProcedureName()).isEqualTo("dbo.Discharge");
            assertThat(failure.getSQLServerError().getLineNumber()).isEqualTo(12);
        }
    }

    @Test
    void every_type_comes_back_as_an_output(ScriptedSqlServer server) throws SQLException {
        server.when(procedure("All")).answer((request, reply) -> {
            for (var i = 1; i <= request.parameters().size(); i++) {
                reply.output(i, request.value(i));
            }
        });
        var time = Timestamp.valueOf("2026-03-04 05:06:07.1234567");

        try (var connection = server.dataSource().getConnection();
                var call = connection.prepareCall("{call All(?, ?, ?, ?, ?, ?, ?, ?)}")) {
            call.setLong(1, Long.MIN_VALUE);
            call.registerOutParameter(1, Types.BIGINT);
            call.setBoolean(2, true);
            call.registerOutParameter(2, Types.BIT);
            call.setDouble(3, 1e300);
            call.registerOutParameter(3, Types.DOUBLE);
            call.setTimestamp(4, time);
            call.registerOutParameter(4, Types.TIMESTAMP);
            call.setBytes(5, new byte[] {1, 2, 3});
            call.registerOutParameter(5, Types.VARBINARY);
            call.setString(6, "ä".repeat(5000));
            call.registerOutParameter(6, Types.LONGNVARCHAR);
            call.setObject(7, java.time.LocalDate.of(1, 1, 1));
            call.registerOutParameter(7, Types.DATE);
            call.setNull(8, Types.INTEGER);
            call.registerOutParameter(8, Types.INTEGER);
            call.execute();

            assertThat(call.getLong(1)).isEqualTo(Long.MIN_VALUE);
            assertThat(call.getBoolean(2)).isTrue();
            assertThat(call.getDouble(3)).isEqualTo(1e300);
            assertThat(call.getTimestamp(4)).isEqualTo(time);
            assertThat(call.getBytes(5)).containsExactly(1, 2, 3);
            assertThat(call.getString(6)).isEqualTo("ä".repeat(5000));
            assertThat(call.getObject(7)).hasToString("0001-01-01");
            assertThat(call.getObject(8)).isNull();
        }
        assertThat(server.statements()).extracting(Request::parameters).allMatch(it -> it.size() == 8);
    }
}
