package io.emrops.testkit.sqlserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Temporary tables are rolled back with their transaction, table variables are not. */
@Timeout(60)
class SimulatedTemporaryTablesTest {
    private final SimulatedSqlServer server = SimulatedSqlServer.start();
    private Connection connection;

    @BeforeEach
    void connect() throws SQLException {
        connection = server.dataSource().getConnection();
        execute("CREATE DATABASE EMRNext");
        execute("USE EMRNext");
        execute("CREATE TABLE Beds (Id int)");
    }

    @AfterEach
    void stop() throws SQLException {
        connection.close();
        server.close();
    }

    private void execute(String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
            while (statement.getMoreResults() || statement.getUpdateCount() != -1) {
                // Errors come late.
            }
        }
    }

    private int value(String sql) throws SQLException {
        try (var statement = connection.createStatement();
                var result = statement.executeQuery("SET NOCOUNT ON; " + sql)) {
            result.next();
            return result.getInt(1);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "BEGIN TRAN; INSERT INTO @t VALUES (1), (2); DELETE FROM @t WHERE A = 1; ROLLBACK",
                "BEGIN TRAN; INSERT INTO @t VALUES (1); INSERT INTO Beds VALUES (1); ROLLBACK",
                "BEGIN TRAN; INSERT INTO @t VALUES (1); CREATE TABLE Wards (Id int); ROLLBACK",
                "BEGIN TRAN; CREATE TABLE Wards (Id int); INSERT INTO @t VALUES (1); ROLLBACK",
                "BEGIN TRAN; SAVE TRAN s; INSERT INTO @t VALUES (1); ROLLBACK TRAN s; ROLLBACK",
                "BEGIN TRAN; SAVE TRAN s; CREATE TABLE Wards (Id int); INSERT INTO @t VALUES (1); ROLLBACK TRAN s; COMMIT",
                "INSERT INTO @t VALUES (0); BEGIN TRAN; UPDATE @t SET A = 7; ROLLBACK"
            })
    void rows_of_a_table_variable_stay(String statements) throws SQLException {
        assertThat(value("DECLARE @t TABLE (A int, B AS A + 1); " + statements
                        + "; SELECT COUNT(*) FROM @t WHERE B > 1"))
                .isEqualTo(1);
        assertThat(value("SELECT COUNT(*) FROM Beds")).isZero();
    }

    @Test
    void so_does_one_that_is_declared_in_the_transaction() throws SQLException {
        assertThat(value("BEGIN TRAN; DECLARE @t TABLE (A int PRIMARY KEY); INSERT INTO @t VALUES (1); ROLLBACK;"
                        + " INSERT INTO @t VALUES (2); SELECT COUNT(*) FROM @t"))
                .isEqualTo(2);
    }

    @Test
    void a_statement_that_fails_leaves_no_rows_in_a_table_variable() throws SQLException {
        assertThat(value(
                        "DECLARE @t TABLE (A int PRIMARY KEY); BEGIN TRAN; BEGIN TRY INSERT INTO @t VALUES (1), (1); END TRY"
                                + " BEGIN CATCH PRINT 'no' END CATCH; COMMIT; SELECT COUNT(*) FROM @t"))
                .isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1 | BEGIN TRAN; INSERT INTO #t VALUES (2); CREATE TABLE Wards (Id int); ROLLBACK",
                "1 | BEGIN TRAN; CREATE TABLE Wards (Id int); INSERT INTO #t VALUES (2); DELETE FROM #t WHERE A = 1; ROLLBACK",
                "1 | BEGIN TRAN; INSERT INTO #t VALUES (2); CREATE TABLE Wards (Id int); DROP TABLE Wards; ROLLBACK",
                "2 | BEGIN TRAN; INSERT INTO #t VALUES (2); SAVE TRAN s; INSERT INTO #t VALUES (3); CREATE TABLE Wards (Id int);"
                        + " ROLLBACK TRAN s; COMMIT",
                "1 | BEGIN TRAN; INSERT INTO #t VALUES (2); SAVE TRAN s; INSERT INTO #t VALUES (3); CREATE TABLE Wards (Id int);"
                        + " ROLLBACK TRAN s; INSERT INTO #t VALUES (4); ROLLBACK",
                "2 | BEGIN TRAN; SAVE TRAN s; CREATE TABLE Wards (Id int); ROLLBACK TRAN s; INSERT INTO #t VALUES (2); COMMIT",
                "1 | BEGIN TRAN; INSERT INTO #t VALUES (2); CREATE INDEX i ON #t (A); ROLLBACK",
                "1 | BEGIN TRAN; INSERT INTO #t VALUES (2); INSERT INTO Beds VALUES (1); CREATE TABLE #u (A int); ROLLBACK",
                "1 | BEGIN TRAN; INSERT INTO Beds VALUES (1); INSERT INTO #t VALUES (2); CREATE TABLE #u (A int PRIMARY KEY);"
                        + " CREATE INDEX i ON #u (A); ROLLBACK",
                "1 | BEGIN TRAN; INSERT INTO Beds VALUES (1); INSERT INTO #t VALUES (2); DROP TABLE #t; ROLLBACK"
            })
    void rows_of_a_temporary_table_are_rolled_back(int rows, String statements) throws SQLException {
        execute("CREATE TABLE #t (A int)");
        execute("INSERT INTO #t VALUES (1)");

        execute(statements);

        assertThat(value("SELECT COUNT(*) FROM #t")).isEqualTo(rows);
        assertThat(value("SELECT COUNT(*) FROM #t WHERE A = 1")).isEqualTo(1);
        assertThat(value("SELECT COUNT(*) FROM Beds")).isZero();
    }

    @Test
    void a_table_variable_does_not_come_back_with_the_beginning_of_its_transaction() throws SQLException {
        execute("DECLARE @t TABLE (A int); INSERT INTO @t VALUES (1); BEGIN TRAN");

        assertThat(value("ROLLBACK; DECLARE @t TABLE (A int); SELECT COUNT(*) FROM @t"))
                .isZero();
    }

    @Test
    void a_database_of_the_system_has_its_rows_again_after_many_transactions() throws SQLException {
        execute("USE tempdb; CREATE TABLE Kept (Id int IDENTITY PRIMARY KEY, N int)");
        execute("INSERT INTO Kept (N) VALUES (0), (0)");
        execute(
                "DECLARE @i int = 0; WHILE @i < 1200 BEGIN UPDATE Kept SET N = N + 1 WHERE Id = 2; SET @i = @i + 1 END");
        execute("CREATE TABLE Gone (Id int); INSERT INTO Gone VALUES (1); DROP TABLE Gone");

        execute("BEGIN TRAN; DELETE FROM Kept; CREATE TABLE Gone (Id int); ROLLBACK");

        assertThat(value("SELECT N FROM Kept WHERE Id = 2")).isEqualTo(1200);
        assertThat(value("SELECT COUNT(*) FROM Kept")).isEqualTo(2);
        execute("INSERT INTO Kept (N) VALUES (0)");
        assertThat(value("SELECT MAX(Id) FROM Kept")).isEqualTo(3);
    }
}
