package io.emrops.testkit.sqlserver.driver;

import static io.emrops.testkit.sqlserver.driver.Failures.failureOf;
import static io.emrops.testkit.sqlserver.script.Answer.error;
import static io.emrops.testkit.sqlserver.script.Answer.rows;
import static io.emrops.testkit.sqlserver.script.RequestPattern.procedure;
import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.testkit.sqlserver.ScriptedSqlServer;
import io.emrops.testkit.sqlserver.SqlServerExtension;
import io.emrops.testkit.sqlserver.script.SqlError;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(SqlServerExtension.class)
class MetadataTest {
    @Test
    void the_server_says_what_it_is(ScriptedSqlServer server) throws SQLException {
        try (var connection = server.dataSource().getConnection()) {
            var metadata = connection.getMetaData();

            assertThat(metadata.getDatabaseProductName()).isEqualTo("Microsoft SQL Server");
            assertThat(metadata.getDatabaseMajorVersion()).isEqualTo(16);
            assertThat(metadata.getDatabaseProductVersion()).startsWith("16.00.1000");
            assertThat(metadata.getUserName()).isEqualTo("sa");
            assertThat(connection.getSchema()).isEqualTo("dbo");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {13, 14, 15, 16, 17})
    void older_and_newer_servers_are_played(int major) throws SQLException {
        try (var server = ScriptedSqlServer.builder().majorVersion(major).start();
                var connection = server.dataSource().getConnection()) {
            assertThat(connection.getMetaData().getDatabaseMajorVersion()).isEqualTo(major);
        }
    }

    @Test
    void the_columns_of_a_statement_are_told_before_it_is_executed(ScriptedSqlServer server) throws SQLException {
        server.when("SELECT Id, Name FROM Patients WHERE Id = 7")
                .answer(rows("Id int not null", "Name nvarchar(50)").row(7, "Ada"));

        try (var connection = server.dataSource().getConnection();
                var statement = connection.prepareStatement("SELECT Id, Name FROM Patients WHERE Id = 7")) {
            var columns = statement.getMetaData();

            assertThat(columns.getColumnCount()).isEqualTo(2);
            assertThat(columns.getColumnName(2)).isEqualTo("Name");
            assertThat(columns.getColumnDisplaySize(2)).isEqualTo(50);
            assertThat(Results.drain(statement, statement.execute())).hasToString("[[7]]");
        }
    }

    @Test
    void the_types_of_parameters_are_told_by_the_procedure_for_it(ScriptedSqlServer server) throws SQLException {
        server.when(procedure("sp_describe_undeclared_parameters"))
                .answer(rows(
                                "parameter_ordinal int",
                                "suggested_system_type_name nvarchar(256)",
                                "suggested_user_type_name nvarchar(128)",
                                "suggested_max_length smallint",
                                "suggested_precision tinyint",
                                "suggested_scale tinyint",
                                "suggested_system_type_id int")
                        .row(1, "int", null, 4, 10, 0, 56)
                        .row(2, "nvarchar(50)", null, 100, 0, 0, 231));

        try (var connection = server.dataSource().getConnection();
                var statement = connection.prepareStatement("UPDATE Beds SET A = ? WHERE B = ?")) {
            var parameters = statement.getParameterMetaData();

            assertThat(parameters.getParameterCount()).isEqualTo(2);
            assertThat(parameters.getParameterTypeName(1)).isEqualTo("int");
            assertThat(parameters.getParameterTypeName(2)).isEqualTo("nvarchar");
        }
    }

    @Test
    void what_nobody_has_scripted_is_refused_in_words(ScriptedSqlServer server) throws SQLException {
        try (var connection = server.dataSource().getConnection()) {
            var failure = failureOf(() -> connection.getMetaData().getTables(null, null, "Patients", null));

            assertThat(failure.getMessage()).contains("No answer is scripted");
            assertThat(connection.isValid(10)).isTrue();
        }
        server.reset();
    }

    @Test
    void tables_are_listed_by_the_procedure_for_it(ScriptedSqlServer server) throws SQLException {
        server.when(procedure("sp_tables"))
                .answer(rows(
                                "TABLE_QUALIFIER sysname",
                                "TABLE_OWNER sysname",
                                "TABLE_NAME sysname",
                                "TABLE_TYPE varchar(32)",
                                "REMARKS varchar(254)")
                        .row("EMRNext", "dbo", "Patients", "TABLE", null));

        try (var connection = server.dataSource().getConnection();
                var tables = connection.getMetaData().getTables(null, "dbo", "Patients", null)) {
            assertThat(tables.next()).isTrue();
            assertThat(tables.getString("TABLE_NAME")).isEqualTo("Patients");
            assertThat(tables.getString("TABLE_SCHEM")).isEqualTo("dbo");
        }
    }

    @Test
    void a_description_may_fail(ScriptedSqlServer server) throws SQLException {
        server.when("SELECT * FROM Gone").answer(error(SqlError.invalidObject("Gone")));

        try (var connection = server.dataSource().getConnection();
                var statement = connection.prepareStatement("SELECT * FROM Gone")) {
            assertThat(failureOf(statement::getMetaData).getErrorCode()).isEqualTo(208);

            assertThat(connection.isValid(10)).isTrue();
        }
    }
}
