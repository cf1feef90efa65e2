package io.emrops.testkit.sqlserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.microsoft.sqlserver.jdbc.SQLServerBulkCopy;
import com.microsoft.sqlserver.jdbc.SQLServerConnectionPoolDataSource;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an error leaves of a batch, and what a batch leaves for the next one, through the real driver. */
class SimulatedBatchesTest extends SimulatedServerFixture {
    @BeforeEach
    void createTable() throws SQLException {
        execute("USE EMRNext");
        execute("CREATE TABLE Beds (Id int IDENTITY PRIMARY KEY, Patient nvarchar(20) NULL)");
    }

    private String value(String sql) throws SQLException {
        try (var statement = connection.createStatement();
                var result = statement.executeQuery(sql)) {
            return result.next() ? String.valueOf(result.getString(1)) : "no row";
        }
    }

    private static void assertError(int number, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getErrorCode()).isEqualTo(number));
    }

    @ParameterizedTest
    @CsvSource({"COMMIT, 3902", "ROLLBACK, 3903", "SAVE TRAN a, 628", "BEGIN TRAN; ROLLBACK TRAN nowhere, 6401"})
    void errors_of_a_transaction_are_caught(String statement, String number) throws SQLException {
        assertThat(value("SET NOCOUNT ON; DECLARE @n int = 0; BEGIN TRY " + statement
                        + "; SET @n = -1; END TRY BEGIN CATCH SET @n = ERROR_NUMBER(); END CATCH; SELECT @n"))
                .isEqualTo(number);
    }

    @Test
    void an_error_of_a_transaction_is_the_last_error_and_the_batch_goes_on() throws SQLException {
        assertError(3902, () -> execute("COMMIT; INSERT INTO Beds (Patient) VALUES (CAST(@@ERROR AS nvarchar(20)))"));

        assertThat(value("SELECT Patient FROM Beds")).isEqualTo("3902");
    }

    @ParameterizedTest
    @CsvSource({"2100, 0", "2101, 50000"})
    void a_text_has_parameters_up_to_a_number(int count, int error) throws SQLException {
        var names = IntStream.range(0, count).mapToObj(i -> "@p" + i).toList();
        var call = "EXEC sp_executesql N'SELECT 1', N'" + String.join(" int, ", names) + " int', "
                + String.join(" = 1, ", names) + " = 1";

        if (error == 0) {
            assertThat(value(call)).isEqualTo("1");
        } else {
            assertError(error, () -> execute(call));
        }
    }

    @Test
    void a_database_that_is_not_there_ends_the_batch_in_the_old_one() throws SQLException {
        assertError(911, () -> execute("USE nowhere; INSERT INTO Beds (Patient) VALUES (N'Ada')"));

        assertThat(value("SELECT DB_NAME()")).isEqualTo("EMRNext");
        assertThat(value("SELECT COUNT(*) FROM Beds")).isEqualTo("0");
    }

    @Test
    void a_key_of_a_batch_that_failed_is_not_told_to_the_next() throws SQLException {
        execute("CREATE TABLE Wards (Id int)");
        assertError(208, () -> execute("INSERT INTO Beds (Patient) VALUES (N'Ada'); SELECT * FROM Nowhere"));

        try (var statement = connection.createStatement()) {
            statement.executeUpdate("INSERT INTO Wards VALUES (1)", Statement.RETURN_GENERATED_KEYS);
            try (var keys = statement.getGeneratedKeys()) {
                assertThat(keys.next()).isFalse();
            }
        }
    }

    @Test
    void a_connection_whose_database_cannot_be_entered_any_more_is_not_used_again() throws SQLException {
        var source = new SQLServerConnectionPoolDataSource();
        source.setURL(server.jdbcUrl() + ";databaseName=EMRNext");
        source.setUser(server.script().user());
        source.setPassword(server.script().password());
        var pooled = source.getPooledConnection();
        try {
            try (var first = pooled.getConnection();
                    var statement = first.createStatement()) {
                statement.execute("USE master");
            }
            execute("BACKUP DATABASE EMRNext TO DISK = 'full.bak'");
            execute("USE master");
            execute("RESTORE DATABASE EMRNext FROM DISK = 'full.bak' WITH REPLACE, NORECOVERY");

            try (var second = pooled.getConnection();
                    var statement = second.createStatement()) {
                assertError(927, () -> statement.execute("SELECT 1"));
                assertThat(second.isValid(5)).isFalse();
            }
        } finally {
            pooled.close();
        }
        execute("RESTORE DATABASE EMRNext WITH RECOVERY");
    }

    @Test
    void a_table_is_not_selected_into_a_database_that_is_only_read() throws SQLException {
        execute("ALTER DATABASE EMRNext SET READ_ONLY");
        execute("BEGIN TRAN");

        assertError(3906, () -> execute("SELECT 1 AS Id INTO Wards"));
        execute("ROLLBACK");
    }

    @Test
    void nothing_is_loaded_into_a_database_that_is_only_read() throws SQLException {
        execute("ALTER DATABASE EMRNext SET READ_ONLY");
        connection.setAutoCommit(false);

        try (var reader = server.dataSource().getConnection();
                var statement = reader.createStatement();
                var rows = statement.executeQuery("SELECT 7 AS Id, N'Ada' AS Patient");
                var load = new SQLServerBulkCopy(connection)) {
            load.setDestinationTableName("Beds");
            assertError(3906, () -> load.writeToServer(rows));
        }
        connection.rollback();
    }

    @ParameterizedTest
    @CsvSource({"EXEC sp_unprepare 99, 8179", "EXEC sp_cursorunprepare 99, 8179", "EXEC sp_reset_connection, 50000"})
    void a_procedure_that_cannot_do_its_work_says_so(String call, int number) {
        assertError(number, () -> execute(call));
    }
}
