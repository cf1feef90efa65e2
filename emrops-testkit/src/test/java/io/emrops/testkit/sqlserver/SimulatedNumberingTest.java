package io.emrops.testkit.sqlserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How the rows of a table are numbered, and what tells of it, through the real driver. */
@Timeout(60)
class SimulatedNumberingTest {
    private static final String DONE =
            "DBCC execution completed. If DBCC printed error messages, contact your system administrator.";

    private final SimulatedSqlServer server = SimulatedSqlServer.start();
    private Connection connection;

    @BeforeEach
    void connect() throws SQLException {
        connection = server.dataSource().getConnection();
        says("CREATE DATABASE EMRNext");
        says("USE EMRNext");
        says("CREATE TABLE Beds (Id int IDENTITY(1,1) PRIMARY KEY, Ward nvarchar(20) NULL)");
    }

    @AfterEach
    void stop() throws SQLException {
        connection.close();
        server.close();
    }

    /** Runs it; what the server says beside. */
    private List<String> says(String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
            while (statement.getMoreResults() || statement.getUpdateCount() != -1) {
                // Errors come late.
            }
            var said = new ArrayList<String>();
            for (var warning = statement.getWarnings(); warning != null; warning = warning.getNextWarning()) {
                said.add(warning.getMessage());
            }
            return said;
        }
    }

    private String value(String sql) throws SQLException {
        try (var statement = connection.createStatement();
                var result = statement.executeQuery(sql)) {
            return result.next() ? String.valueOf(result.getString(1)) : "no row";
        }
    }

    private static void assertError(int number, SQLException e) {
        assertThat(e.getErrorCode()).isEqualTo(number);
    }

    private String insert() throws SQLException {
        return value("INSERT INTO Beds (Ward) OUTPUT inserted.Id VALUES (N'West')");
    }

    private List<String> steps() throws SQLException {
        var rows = new ArrayList<String>();
        try (var statement = connection.createStatement();
                var result =
                        statement.executeQuery("SELECT Name, N, CONVERT(bigint, V), Kind FROM Steps ORDER BY Name")) {
            while (result.next()) {
                rows.add(result.getString(1) + "|" + result.getString(2) + "|" + result.getString(3) + "|"
                        + result.getString(4));
            }
        }
        return rows;
    }

    private void createSteps() throws SQLException {
        says("CREATE TABLE Steps (Name nvarchar(9))");
        says("INSERT INTO Steps VALUES (N'e'), (N'a'), (N'd'), (N'x'), (N'b')");
        says("UPDATE Steps SET Name = N'f' WHERE Name = N'a'");
        says("DELETE FROM Steps WHERE Name = N'x'");
        says("INSERT INTO Steps VALUES (N'c'), (N'a')");
        says("UPDATE Steps SET Name = N'g' WHERE Name = N'e'");
    }

    private static final String NUMBER_STEPS =
            "ALTER TABLE Steps ADD N int IDENTITY(10,5), V rowversion, Kind nvarchar(5) DEFAULT N'x' WITH VALUES";

    @Test
    void rows_that_were_numbered_later_have_the_same_numbers_after_a_restore() throws SQLException {
        createSteps();
        says(NUMBER_STEPS);
        says("UPDATE Steps SET Kind = N'y' WHERE N = 20");
        var before = steps();
        says("BACKUP DATABASE EMRNext TO DISK = 'full.bak'");
        says(
                "RESTORE DATABASE Copy FROM DISK = 'full.bak' WITH MOVE 'EMRNext' TO 'copy.mdf', MOVE 'EMRNext_log' TO 'copy.ldf'");
        says("USE Copy");

        assertThat(steps()).isEqualTo(before).hasSize(6);
        says("INSERT INTO Steps (Name) VALUES (N'z')");
        assertThat(value("SELECT N FROM Steps WHERE Name = N'z'")).isEqualTo("40");
    }

    @Test
    void rows_that_were_numbered_later_have_the_same_numbers_after_a_rollback() throws SQLException {
        createSteps();
        says("BEGIN TRAN");
        says(NUMBER_STEPS);
        says("UPDATE Steps SET Kind = N'y' WHERE N = 20");
        var before = steps();
        says("SAVE TRAN here");
        says("CREATE TABLE Other (Id int)");
        says("ROLLBACK TRAN here");

        assertThat(steps()).isEqualTo(before).hasSize(6);
        says("COMMIT");
        assertThat(steps()).isEqualTo(before);
    }

    @Test
    void a_table_says_how_its_rows_are_numbered() throws SQLException {
        says("CREATE TABLE Steps (N bigint IDENTITY(10,-5), V int)");
        assertThat(
                        value(
                                "SELECT CONCAT(IDENT_SEED('Steps'), '/', IDENT_INCR('dbo.Steps'), '/', IDENT_CURRENT('Steps'))"))
                .isEqualTo("10/-5/10");

        says("INSERT INTO Steps (V) VALUES (1), (2), (3)");

        assertThat(value("SELECT IDENT_CURRENT('EMRNext.[dbo].[Steps]')")).isEqualTo("0");
        assertThat(value("SELECT IDENT_CURRENT(name) FROM sys.tables WHERE name = 'Steps'"))
                .isEqualTo("0");
        assertThat(value("SELECT IDENT_SEED('nowhere')")).isEqualTo("null");
        assertThat(value("SELECT IDENT_CURRENT(NULL)")).isEqualTo("null");
    }

    @Test
    void a_number_that_was_given_is_told_although_its_row_is_not_there() throws SQLException {
        insert();
        says("BEGIN TRAN; INSERT INTO Beds (Ward) VALUES (N'East'); ROLLBACK");

        assertThat(value("SELECT IDENT_CURRENT('Beds')")).isEqualTo("2");
    }

    @Test
    void a_temporary_table_says_it_too() throws SQLException {
        says("CREATE TABLE #t (Id int IDENTITY(5,1), V int)");
        says("INSERT #t (V) VALUES (1), (2)");

        assertThat(value("SELECT IDENT_CURRENT('tempdb..#t')")).isEqualTo("6");
        says("DBCC CHECKIDENT ('#t', RESEED, 40)");
        says("INSERT #t (V) VALUES (3)");
        assertThat(value("SELECT MAX(Id) FROM #t")).isEqualTo("41");
    }

    @Test
    void a_check_says_where_the_numbering_is() throws SQLException {
        assertThat(says("DBCC CHECKIDENT ('Beds', NORESEED)"))
                .containsExactly(
                        "Checking identity information: current identity value 'NULL', current column value 'NULL'.",
                        DONE);
        insert();
        insert();

        assertThat(says("DBCC CHECKIDENT (Beds)"))
                .containsExactly(
                        "Checking identity information: current identity value '2', current column value '2'.", DONE);
        assertThat(says("DBCC CHECKIDENT ('dbo.Beds', RESEED, 10)"))
                .containsExactly("Checking identity information: current identity value '2'.", DONE);
        assertThat(says("DBCC CHECKIDENT (Beds, RESEED, 20) WITH NO_INFOMSGS")).isEmpty();
        assertThat(insert()).isEqualTo("21");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "INSERT INTO Beds (Ward) VALUES (N'a'); DBCC CHECKIDENT ('Beds', RESEED, 10); 11",
                "DBCC CHECKIDENT ('Beds', RESEED, 10); DBCC CHECKIDENT ('Beds', NORESEED); 10",
                "DBCC CHECKIDENT ('Beds', RESEED, 0); DBCC CHECKIDENT ('Beds', RESEED, 0); 0",
                "INSERT INTO Beds (Ward) VALUES (N'a') DELETE Beds; DBCC CHECKIDENT ('Beds', RESEED, 0); 1",
                "INSERT INTO Beds (Ward) VALUES (N'a') DELETE Beds DBCC CHECKIDENT ('Beds', RESEED, 0);"
                        + "DBCC CHECKIDENT ('Beds', RESEED, 0); 1",
                "INSERT INTO Beds (Ward) VALUES (N'a') TRUNCATE TABLE Beds; DBCC CHECKIDENT ('Beds', RESEED, 0); 0",
                "INSERT INTO Beds (Ward) VALUES (N'a'); DBCC CHECKIDENT ('Beds', RESEED, -7); -6",
                "SET IDENTITY_INSERT Beds ON INSERT INTO Beds (Id) VALUES (50) SET IDENTITY_INSERT Beds OFF"
                        + " DBCC CHECKIDENT ('Beds', RESEED, 5); DBCC CHECKIDENT ('Beds'); 51",
                "DECLARE @t sysname = N'Beds', @n int = 6 + 1 DBCC CHECKIDENT (@t, RESEED, @n); SELECT 1; 7",
            })
    void rows_are_numbered_on_from_where_it_was_said(String first, String second, String expected) throws SQLException {
        says(first);
        says(second);

        assertThat(insert()).isEqualTo(expected);
    }

    @Test
    void what_is_rolled_back_does_not_move_the_numbering() throws SQLException {
        insert();
        says("DBCC CHECKIDENT ('Beds', RESEED, 7)");
        says("BEGIN TRAN; DBCC CHECKIDENT ('Beds', RESEED, 50); ROLLBACK");

        assertThat(value("SELECT IDENT_CURRENT('Beds')")).isEqualTo("7");
        assertThat(insert()).isEqualTo("8");
    }

    @Test
    void a_sequence_numbers_what_is_selected() throws SQLException {
        says("CREATE SEQUENCE dbo.Tickets AS int START WITH 5");
        says("INSERT INTO Beds (Ward) VALUES (N'a'), (N'b')");

        assertThat(value("SELECT NEXT VALUE FOR dbo.Tickets")).isEqualTo("5");
        assertThat(value("SELECT NEXT VALUE FOR Tickets AS ticket, Ward FROM Beds"))
                .isEqualTo("6");
        assertThat(value("DECLARE @n int = NEXT VALUE FOR Tickets SELECT @n")).isEqualTo("8");
        assertThat(value("DECLARE @n int SELECT @n = NEXT VALUE FOR Tickets SELECT @n"))
                .isEqualTo("9");
        assertThat(value("DECLARE @n int SET @n = NEXT VALUE FOR Tickets SELECT @n"))
                .isEqualTo("10");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "SELECT NEXT VALUE FOR nowhere; 208",
                "SELECT DISTINCT NEXT VALUE FOR Tickets FROM Beds; 11721",
                "SELECT NEXT VALUE FOR Tickets FROM Beds ORDER BY Id; 11723",
                "SELECT NEXT VALUE FOR Tickets UNION ALL SELECT 1; 50000",
                "SELECT n FROM (SELECT NEXT VALUE FOR Tickets AS n) q; 50000",
                "SELECT Id FROM Beds WHERE Id = NEXT VALUE FOR Tickets; 50000",
            })
    void where_a_sequence_numbers_nothing_it_is_refused(String sql, int number) throws SQLException {
        says("CREATE SEQUENCE dbo.Tickets AS int START WITH 5");

        assertThatThrownBy(() -> value(sql)).isInstanceOfSatisfying(SQLException.class, e -> assertError(number, e));
    }

    @Test
    void the_numbering_is_in_a_backup() throws SQLException {
        insert();
        says("DBCC CHECKIDENT ('Beds', RESEED, 70)");
        says("BACKUP DATABASE EMRNext TO DISK = 'full.bak'");
        insert();
        says("USE master; RESTORE DATABASE EMRNext FROM DISK = 'full.bak' WITH REPLACE; USE EMRNext");

        assertThat(insert()).isEqualTo("71");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "DBCC CHECKIDENT ('nowhere'); 2501",
                "CREATE TABLE Plain (Id int) DBCC CHECKIDENT ('Plain'); 7997",
                "CREATE TABLE Small (Id tinyint IDENTITY) DBCC CHECKIDENT ('Small', RESEED, 300); 2560",
                "ALTER DATABASE EMRNext SET READ_ONLY DBCC CHECKIDENT ('Beds', RESEED, 3); 3906",
                "SELECT IDENT_CURRENT(); 174",
            })
    void what_cannot_be_checked_is_refused(String sql, int number) {
        assertThatThrownBy(() -> says(sql)).isInstanceOfSatisfying(SQLException.class, e -> assertError(number, e));
    }

    @ParameterizedTest
    @ValueSource(strings = {"dbo.Kinds", "EMRNext.dbo.Kinds", "[Kinds]"})
    void columns_say_how_long_they_are(String table) throws SQLException {
        says(
                "CREATE TABLE Kinds (a varchar(40), b nvarchar(40), c varchar(max), d int, e decimal(10,2), f datetime2(7))");

        assertThat(value("SELECT CONCAT_WS(',', COL_LENGTH('{t}', 'a'), COL_LENGTH('{t}', 'B'), COL_LENGTH('{t}', 'c'),"
                                .replace("{t}", table)
                        + " COL_LENGTH('{t}', 'd'), COL_LENGTH('{t}', 'e'), COL_LENGTH('{t}', 'f'))"
                                .replace("{t}", table)))
                .isEqualTo("40,80,-1,4,9,8");
        assertThat(value("SELECT COL_LENGTH('Kinds', 'none')")).isEqualTo("null");
        assertThat(value(
                        "SELECT COL_LENGTH(t.name, c.name) FROM sys.tables t JOIN sys.columns c ON c.object_id = t.object_id"
                                + " WHERE t.name = 'Kinds' AND c.name = 'b'"))
                .isEqualTo("80");
    }

    @Test
    void statistics_say_when_they_were_made() throws SQLException {
        assertThat(value("SELECT STATS_DATE(OBJECT_ID('Beds'), 1)")).isEqualTo("null");
        insert();
        says("UPDATE STATISTICS Beds");

        assertThat(value("SELECT STATS_DATE(object_id, stats_id) FROM sys.stats WHERE object_id = OBJECT_ID('Beds')"))
                .isNotEqualTo("null")
                .isEqualTo(value("SELECT STATS_DATE(OBJECT_ID('Beds'), 1)"));
        assertThat(value("SELECT STATS_DATE(OBJECT_ID('Beds'), 9)")).isEqualTo("null");
    }
}
