package io.emrops.testkit.sqlserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.microsoft.sqlserver.jdbc.SQLServerBulkCopy;
import com.microsoft.sqlserver.jdbc.SQLServerConnectionPoolDataSource;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables and their rows, through the real driver. */
class SimulatedRowsTest extends SimulatedServerFixture {
    @BeforeEach
    void use() throws SQLException {
        execute(connection, "USE EMRNext");
    }

    private static List<String> rows(Connection on, String sql) throws SQLException {
        var rows = new ArrayList<String>();
        try (var statement = on.createStatement();
                var result = statement.executeQuery(sql)) {
            while (result.next()) {
                var row = new ArrayList<String>();
                for (var i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                    row.add(String.valueOf(result.getString(i)));
                }
                rows.add(String.join("|", row));
            }
        }
        return rows;
    }

    private void createShifts() throws SQLException {
        execute(
                connection,
                "CREATE TABLE dbo.Shifts (Id int IDENTITY(1,1) NOT NULL CONSTRAINT PK_Shifts PRIMARY KEY, Nurse nvarchar(50)"
                        + " NOT NULL, Hours decimal(5,2) NULL, Booked datetime NOT NULL DEFAULT GETDATE())");
    }

    @Test
    void a_table_keeps_its_rows() throws SQLException {
        createShifts();
        execute(connection, "INSERT INTO Shifts (Nurse, Hours) VALUES (N'Ada', 7.5), (N'Bea', NULL)");

        assertThat(rows(connection, "SELECT Id, Nurse, Hours FROM Shifts ORDER BY Id"))
                .containsExactly("1|Ada|7.50", "2|Bea|null");
    }

    @Test
    void rows_are_updated_and_deleted_and_counted() throws SQLException {
        createShifts();
        execute(connection, "INSERT INTO Shifts (Nurse, Hours) VALUES (N'Ada', 7.5), (N'Bea', 8), (N'Cid', 1)");

        try (var statement = connection.createStatement()) {
            assertThat(statement.executeUpdate("UPDATE Shifts SET Hours = Hours + 1 WHERE Nurse <> N'cid'"))
                    .isEqualTo(2);
            assertThat(statement.executeUpdate("DELETE FROM Shifts WHERE Id = 3"))
                    .isEqualTo(1);
        }
        assertThat(rows(connection, "SELECT Nurse, Hours FROM Shifts ORDER BY Id"))
                .containsExactly("Ada|8.50", "Bea|9.00");
    }

    @Test
    void what_is_rolled_back_never_was() throws SQLException {
        createShifts();
        connection.setAutoCommit(false);
        execute(connection, "INSERT INTO Shifts (Nurse) VALUES (N'Ada')");
        connection.commit();
        execute(connection, "INSERT INTO Shifts (Nurse) VALUES (N'Bea')");
        execute(connection, "CREATE TABLE Other (Id int)");
        connection.rollback();
        connection.setAutoCommit(true);

        assertThat(rows(connection, "SELECT Nurse FROM Shifts")).containsExactly("Ada");
        assertThatThrownBy(() -> rows(connection, "SELECT * FROM Other"))
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getErrorCode()).isEqualTo(208));
    }

    @Test
    void a_restore_finds_the_rows_again() throws SQLException {
        createShifts();
        execute(connection, "INSERT INTO Shifts (Nurse) VALUES (N'Ada'), (N'Bea')");
        execute(connection, "BACKUP DATABASE EMRNext TO DISK = 'full.bak'");
        execute(connection, "DELETE FROM Shifts");
        assertThat(rows(connection, "SELECT * FROM Shifts")).isEmpty();
        execute(connection, "USE master");
        execute(connection, "RESTORE DATABASE EMRNext FROM DISK = 'full.bak' WITH REPLACE");
        execute(connection, "USE EMRNext");

        assertThat(rows(connection, "SELECT Nurse FROM Shifts ORDER BY Id")).containsExactly("Ada", "Bea");
        execute(connection, "INSERT INTO Shifts (Nurse) VALUES (N'Cid')");
        assertThat(rows(connection, "SELECT Id FROM Shifts WHERE Nurse = 'Cid'"))
                .containsExactly("3");
    }

    @Test
    void prepared_statements_have_their_values_and_keys() throws SQLException {
        createShifts();
        try (var insert = connection.prepareStatement("INSERT INTO Shifts (Nurse, Hours) VALUES (?, ?)", 1)) {
            for (var i = 1; i <= 4; i++) {
                insert.setString(1, "N" + i);
                insert.setBigDecimal(2, new BigDecimal(i));
                assertThat(insert.executeUpdate()).isEqualTo(1);
                try (var keys = insert.getGeneratedKeys()) {
                    assertThat(keys.next()).isTrue();
                    assertThat(keys.getInt(1)).isEqualTo(i);
                }
            }
        }
        assertThat(rows(connection, "SELECT COUNT(*), SUM(Hours) FROM Shifts")).containsExactly("4|10.00");
    }

    @Test
    void control_of_flow_runs() throws SQLException {
        var sql = "DECLARE @i int = 0, @s nvarchar(20) = N'';"
                + " WHILE @i < 3 BEGIN SET @i += 1; IF @i = 2 CONTINUE; SET @s = @s + CAST(@i AS nvarchar(10)) END;"
                + " SELECT @s AS s, @i AS i";

        assertThat(rows(connection, sql)).containsExactly("13|3");
    }

    @Test
    void what_is_raised_is_caught() throws SQLException {
        createShifts();
        var sql = "SET NOCOUNT ON; BEGIN TRY INSERT INTO Shifts (Id, Nurse) VALUES (1, N'x'); END TRY"
                + " BEGIN CATCH SELECT ERROR_NUMBER(); END CATCH";

        assertThat(rows(connection, sql)).containsExactly("544");
    }

    @Test
    void a_key_that_is_there_already_is_refused_in_the_words_of_the_server() throws SQLException {
        execute(connection, "CREATE TABLE T (Id int CONSTRAINT PK_T PRIMARY KEY)");
        execute(connection, "INSERT INTO T VALUES (7)");

        assertThatThrownBy(() -> execute(connection, "INSERT INTO T VALUES (8), (7)"))
                .isInstanceOfSatisfying(SQLException.class, e -> {
                    assertThat(e.getErrorCode()).isEqualTo(2627);
                    assertThat(e.getMessage())
                            .isEqualTo(
                                    "Violation of PRIMARY KEY constraint 'PK_T'. Cannot insert duplicate key in object"
                                            + " 'dbo.T'. The duplicate key value is (7).");
                });
        assertThat(rows(connection, "SELECT Id FROM T")).containsExactly("7");
    }

    @Test
    void a_key_is_told_without_what_the_filter_of_its_index_asks() throws SQLException {
        execute(connection, "CREATE TABLE Beds (Id int, Code int, State varchar(9))");
        execute(connection, "CREATE UNIQUE INDEX UX ON Beds (Code) WHERE State = 'on'");
        execute(connection, "INSERT INTO Beds VALUES (1, 7, 'on')");

        assertThatThrownBy(() -> execute(connection, "INSERT INTO Beds VALUES (2, 7, 'on')"))
                .hasMessage("Cannot insert duplicate key row in object 'dbo.Beds' with unique index 'UX'."
                        + " The duplicate key value is (7).");
    }

    @Test
    void rows_in_the_way_of_a_change_of_their_table_are_told_in_the_words_of_the_server() throws SQLException {
        execute(connection, "CREATE TABLE Beds (Id int, Code int)");
        execute(connection, "INSERT INTO Beds VALUES (1, 7), (2, 7), (3, NULL)");

        assertThatThrownBy(() -> execute(connection, "CREATE UNIQUE INDEX UX ON Beds (Code)"))
                .hasMessageContainingAll("'dbo.Beds'", "'UX'", "(7)");
        assertThatThrownBy(() -> execute(connection, "ALTER TABLE Beds ALTER COLUMN Code int NOT NULL"))
                .hasMessageMatching("Cannot insert the value NULL into column 'Code', table '\\w+\\.dbo\\.Beds';"
                        + " column does not allow nulls\\. ALTER TABLE fails\\.");
        assertThatThrownBy(() -> execute(connection, "ALTER TABLE Beds ADD Ward int NOT NULL"))
                .hasMessageContaining("Column 'Ward' cannot be added to non-empty table 'Beds'");
    }

    @Test
    void bits_of_a_key_that_is_there_already_are_told_as_bits() throws SQLException {
        execute(connection, "CREATE TABLE Beds (Free bit UNIQUE)");
        execute(connection, "INSERT INTO Beds VALUES (1)");

        assertThatThrownBy(() -> execute(connection, "INSERT INTO Beds VALUES (1)"))
                .hasMessageContaining("The duplicate key value is (1).");
    }

    @Test
    void versions_of_rows_grow_and_come_back_with_a_backup() throws SQLException {
        execute(connection, "CREATE TABLE Beds (Id int, Version rowversion)");
        execute(connection, "INSERT INTO Beds (Id) VALUES (1), (2)");
        var first = rows(connection, "SELECT Id, Version FROM Beds ORDER BY Version");
        execute(connection, "UPDATE Beds SET Id = 3 WHERE Id = 1");
        var second = rows(connection, "SELECT Id, Version FROM Beds ORDER BY Version");
        execute(connection, "BACKUP DATABASE EMRNext TO DISK = 'full.bak'");
        execute(connection, "UPDATE Beds SET Id = 4");
        execute(connection, "USE master");
        execute(connection, "RESTORE DATABASE EMRNext FROM DISK = 'full.bak' WITH REPLACE");
        execute(connection, "USE EMRNext");

        assertThat(first).hasSize(2).allMatch(row -> row.matches("[12]\\|[0-9A-F]{16}"));
        assertThat(second).element(0).isEqualTo(first.get(1));
        assertThat(second.get(1)).startsWith("3|");
        assertThat(rows(connection, "SELECT Id, Version FROM Beds ORDER BY Version"))
                .isEqualTo(second);
    }

    @Test
    void a_pooled_connection_comes_back_as_after_its_login() throws SQLException {
        createShifts();
        var pool = new SQLServerConnectionPoolDataSource();
        pool.setURL(server.jdbcUrl());
        pool.setUser(server.script().user());
        pool.setPassword(server.script().password());
        var pooled = pool.getPooledConnection();
        try (var first = pooled.getConnection()) {
            execute(first, "SET LOCK_TIMEOUT 5; SET NOCOUNT ON; CREATE TABLE #Mine (Id int)");
            execute(first, "BEGIN TRAN; INSERT INTO EMRNext.dbo.Shifts (Nurse) VALUES (N'Ada')");
        }
        try (var second = pooled.getConnection()) {
            assertThat(rows(
                            second,
                            "SELECT @@TRANCOUNT, @@LOCK_TIMEOUT, @@OPTIONS & 512, DB_NAME(), OBJECT_ID('#Mine')"))
                    .containsExactly("0|-1|0|master|null");
            assertThat(rows(second, "SELECT COUNT(*) FROM EMRNext.dbo.Shifts")).containsExactly("0");
        }
        pooled.close();
    }

    @Test
    void keys_of_which_only_the_case_changes_are_read_as_they_are_written() throws SQLException {
        execute(connection, "CREATE TABLE Wards (Id int PRIMARY KEY, Name varchar(9) UNIQUE)");
        execute(connection, "INSERT INTO Wards VALUES (1, 'icu'), (2, 'er')");
        var names = "SELECT Name FROM Wards WHERE Name = 'ICU'";
        execute(connection, "BEGIN TRANSACTION UPDATE Wards SET Name = 'Icu' WHERE Id = 1");
        assertThat(rows(connection, names)).containsExactly("Icu");
        try (var other = server.dataSource().getConnection()) {
            assertThat(rows(other, names.replace("Wards", "EMRNext.dbo.Wards"))).containsExactly("icu");
        }
        execute(connection, "ROLLBACK");
        assertThat(rows(connection, names)).containsExactly("icu");

        execute(
                connection,
                "BEGIN TRANSACTION DELETE FROM Wards WHERE Id = 1 INSERT INTO Wards VALUES (1, 'ICU')"
                        + " UPDATE Wards SET Name = 'iCU' WHERE Id = 1 UPDATE Wards SET Name = 'ICU' WHERE Id = 1 COMMIT");
        assertThat(rows(connection, names)).containsExactly("ICU");
        execute(connection, "BACKUP DATABASE EMRNext TO DISK = 'full.bak'");
        execute(connection, "UPDATE Wards SET Name = 'Icu' WHERE Id = 1");
        execute(connection, "USE master");
        execute(connection, "RESTORE DATABASE EMRNext FROM DISK = 'full.bak' WITH REPLACE");
        execute(connection, "USE EMRNext");

        assertThat(rows(connection, names)).containsExactly("ICU");
        assertThat(rows(connection, "SELECT Name FROM Wards ORDER BY Name")).containsExactly("er", "ICU");
        assertThatThrownBy(() -> execute(connection, "INSERT INTO Wards VALUES (3, 'icu ')"))
                .hasMessageContaining("The duplicate key value is (");
    }

    @Test
    void variants_of_the_catalog_compare_by_what_stands_in_them() throws SQLException {
        execute(connection, "CREATE SEQUENCE dbo.Numbers AS smallint START WITH 7");

        assertThat(rows(
                        connection,
                        "SELECT start_value, CAST(increment AS int) + 1 FROM sys.sequences"
                                + " WHERE start_value = 7 AND increment < 1.5 AND current_value <> '7'"))
                .containsExactly("7|2");
        assertThat(rows(
                        connection,
                        "SELECT TOP 2 name FROM sys.configurations WHERE value_in_use > 1 ORDER BY value_in_use DESC,"
                                + " name"))
                .containsExactlyElementsOf(rows(
                        connection,
                        "SELECT TOP 2 name FROM sys.configurations WHERE CAST(value_in_use AS bigint) > 1"
                                + " ORDER BY CAST(value_in_use AS bigint) DESC, name"));
        execute(
                connection,
                "SELECT name, value_in_use AS v INTO #settings FROM sys.configurations WHERE name LIKE 'max%'");
        assertThat(rows(
                        connection,
                        "SELECT COUNT(*) FROM #settings AS s JOIN sys.configurations AS c ON c.value_in_use = s.v AND"
                                + " c.name = s.name"))
                .isEqualTo(rows(connection, "SELECT COUNT(*) FROM sys.configurations WHERE name LIKE 'max%'"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT DISTINCT value FROM sys.configurations",
                "SELECT value FROM sys.configurations UNION SELECT 1",
                "SELECT value FROM sys.configurations UNION ALL SELECT 1 ORDER BY 1",
                "SELECT value FROM sys.configurations GROUP BY value",
                "SELECT COUNT(DISTINCT value) FROM sys.configurations",
                "SELECT MAX(value) FROM sys.configurations"
            })
    void variants_are_told_apart_in_no_other_way(String query) {
        assertThatThrownBy(() -> rows(connection, query))
                .hasMessageContaining("does not")
                .hasMessageContaining("sql_variant");
    }

    @Test
    void rows_are_loaded_in_bulk() throws SQLException {
        createShifts();
        execute(connection, "CREATE TABLE Copied (Nurse nvarchar(50), Hours decimal(5,2))");
        execute(connection, "INSERT INTO Shifts (Nurse, Hours) VALUES (N'Ada', 7.5), (N'Bea', NULL)");
        try (var reader = server.dataSource("databaseName=EMRNext").getConnection();
                var statement = reader.createStatement();
                var source = statement.executeQuery("SELECT Nurse, Hours FROM Shifts ORDER BY Id");
                var load = new SQLServerBulkCopy(connection)) {
            load.setDestinationTableName("dbo.Copied");
            load.writeToServer(source);
        }

        assertThat(rows(connection, "SELECT Nurse, Hours FROM Copied ORDER BY Nurse"))
                .containsExactly("Ada|7.50", "Bea|null");
    }

    @Test
    void a_restore_to_a_point_in_time_finds_the_rows_of_then() throws SQLException {
        createShifts();
        execute(connection, "BACKUP DATABASE EMRNext TO DISK = 'full.bak'");
        execute(connection, "INSERT INTO Shifts (Nurse) VALUES (N'Ada')");
        execute(connection, "BEGIN TRAN Wrong WITH MARK; DELETE FROM Shifts; DROP TABLE Shifts; COMMIT");
        execute(connection, "USE master");
        execute(connection, "BACKUP LOG EMRNext TO DISK = 'log.trn' WITH NORECOVERY");
        execute(connection, "RESTORE DATABASE EMRNext FROM DISK = 'full.bak' WITH NORECOVERY");
        execute(connection, "RESTORE LOG EMRNext FROM DISK = 'log.trn' WITH STOPBEFOREMARK = 'Wrong'");

        assertThat(rows(connection, "SELECT Nurse FROM EMRNext.dbo.Shifts")).containsExactly("Ada");
    }
}
