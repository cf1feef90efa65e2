package io.emrops.testkit.sqlserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the real driver says of tables. */
@Timeout(60)
class SimulatedMetadataTest {
    private final SimulatedSqlServer server = SimulatedSqlServer.start();
    private Connection connection;
    private DatabaseMetaData metadata;

    @BeforeEach
    void create() throws SQLException {
        connection = server.createDatabase("EMRNext").getConnection();
        metadata = connection.getMetaData();
        try (var statement = connection.createStatement()) {
            statement.execute("CREATE TABLE Wards (Site char(3), No int, Name nvarchar(40) NOT NULL DEFAULT N'new',"
                    + " CONSTRAINT PK_Wards PRIMARY KEY (Site, No))");
            statement.execute(
                    "CREATE TABLE Beds (Id bigint IDENTITY PRIMARY KEY, Site char(3), WardNo int, Price decimal(9,2) NULL,"
                            + " Since datetime2(3) NULL, Note varchar(max) NULL, Twice AS Price * 2,"
                            + " CONSTRAINT FK_Beds FOREIGN KEY (Site, WardNo) REFERENCES Wards (Site, No) ON DELETE CASCADE)");
            statement.execute("CREATE INDEX IX_Beds ON Beds (WardNo DESC, Price) INCLUDE (Since)");
            statement.execute("CREATE VIEW Free AS SELECT Id FROM Beds");
        }
    }

    @AfterEach
    void stop() throws SQLException {
        connection.close();
        server.close();
    }

    private static List<String> rows(ResultSet result, String... columns) throws SQLException {
        try (result) {
            var rows = new ArrayList<String>();
            while (result.next()) {
                var row = new ArrayList<String>();
                for (var column : columns) {
                    row.add(String.valueOf(result.getString(column)));
                }
                rows.add(String.join("|", row));
            }
            return rows;
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "nvarchar(9) | N'x' | (N'x')",
                "nvarchar(9) | (N'x') | (N'x')",
                "nvarchar(9) | ((N'(x')) | (N'(x')",
                "nvarchar(9) | ('it''s)') | ('it''s)')",
                "int | 0 | ((0))",
                "int | (0) | ((0))",
                "int | ((0)) | ((0))",
                "int | -1 | ((-1))",
                "decimal(9,2) | 1.5 | ((1.5))",
                "int | (1) + (2) | ((1) + (2))",
                "datetime | (getdate()) | (getdate())",
                "int | NULL | (NULL)"
            })
    void a_default_is_in_as_many_brackets_as_the_server_writes(String type, String written, String kept)
            throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("CREATE TABLE Defaults (A " + type + " DEFAULT " + written + ", B int)");
            statement.execute("INSERT INTO Defaults (B) VALUES (1)");
            assertThat(rows(
                            statement.executeQuery("SELECT definition FROM sys.default_constraints WHERE"
                                    + " parent_object_id = OBJECT_ID('Defaults')"),
                            "definition"))
                    .containsExactly(kept);
        }
    }

    @Test
    void tables_and_views_are_listed() throws SQLException {
        assertThat(rows(
                        metadata.getTables("EMRNext", "dbo", "%", null),
                        "TABLE_CAT",
                        "TABLE_SCHEM",
                        "TABLE_NAME",
                        "TABLE_TYPE"))
                .containsExactly("EMRNext|dbo|Beds|TABLE", "EMRNext|dbo|Wards|TABLE", "EMRNext|dbo|Free|VIEW");
        assertThat(rows(metadata.getTables(null, null, "b%", new String[] {"TABLE"}), "TABLE_NAME"))
                .containsExactly("Beds");
        assertThat(rows(metadata.getTables(null, "dbo", null, new String[] {"VIEW"}), "TABLE_NAME"))
                .containsExactly("Free");
        assertThat(rows(metadata.getTables(null, null, "nowhere", null), "TABLE_NAME"))
                .isEmpty();
    }

    @Test
    void columns_are_described() throws SQLException {
        assertThat(rows(
                        metadata.getColumns("EMRNext", "dbo", "Beds", null),
                        "COLUMN_NAME",
                        "TYPE_NAME",
                        "COLUMN_SIZE",
                        "DECIMAL_DIGITS",
                        "IS_NULLABLE",
                        "ORDINAL_POSITION",
                        "IS_AUTOINCREMENT",
                        "IS_GENERATEDCOLUMN"))
                .containsExactly(
                        "Id|bigint identity|19|0|NO|1|YES|NO",
                        "Site|char|3|null|YES|2|NO|NO",
                        "WardNo|int|10|0|YES|3|NO|NO",
                        "Price|decimal|9|2|YES|4|NO|NO",
                        "Since|datetime2|23|3|YES|5|NO|NO",
                        "Note|varchar|2147483647|null|YES|6|NO|NO",
                        "Twice|numeric|11|2|YES|7|NO|YES");
        assertThat(rows(metadata.getColumns(null, null, "Wards", "N%"), "DATA_TYPE", "COLUMN_DEF"))
                .hasSize(2)
                .contains(Types.INTEGER + "|null")
                .anyMatch(row -> row.startsWith(Types.NVARCHAR + "|(") && row.contains("N'new'"));
    }

    @Test
    void keys_and_indexes_are_told() throws SQLException {
        assertThat(rows(metadata.getPrimaryKeys("EMRNext", "dbo", "Wards"), "COLUMN_NAME", "KEY_SEQ", "PK_NAME"))
                .containsExactly("Site|1|PK_Wards", "No|2|PK_Wards");
        assertThat(rows(
                        metadata.getIndexInfo("EMRNext", "dbo", "Beds", false, true),
                        "NON_UNIQUE",
                        "INDEX_NAME",
                        "TYPE",
                        "COLUMN_NAME",
                        "ASC_OR_DESC"))
                .hasSize(4)
                .contains("1|IX_Beds|3|WardNo|D", "1|IX_Beds|3|Price|A")
                .anyMatch(row -> row.matches("0\\|PK__Beds__.*\\|1\\|Id\\|A"));
        assertThat(rows(metadata.getIndexInfo(null, null, "Beds", true, true), "COLUMN_NAME"))
                .containsExactly("null", "Id");
    }

    @Test
    void foreign_keys_are_told_from_both_sides() throws SQLException {
        var expected =
                List.of("Wards|Site|Beds|Site|1|FK_Beds|PK_Wards|0|3", "Wards|No|Beds|WardNo|2|FK_Beds|PK_Wards|0|3");

        assertThat(keys(metadata.getImportedKeys("EMRNext", "dbo", "Beds"))).isEqualTo(expected);
        assertThat(keys(metadata.getExportedKeys("EMRNext", "dbo", "Wards"))).isEqualTo(expected);
        assertThat(keys(metadata.getImportedKeys("EMRNext", "dbo", "Wards"))).isEmpty();
    }

    private static List<String> keys(ResultSet result) throws SQLException {
        return rows(
                result,
                "PKTABLE_NAME",
                "PKCOLUMN_NAME",
                "FKTABLE_NAME",
                "FKCOLUMN_NAME",
                "KEY_SEQ",
                "FK_NAME",
                "PK_NAME",
                "DELETE_RULE",
                "UPDATE_RULE");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "INSERT INTO Wards (Site, No, Name) VALUES (?, ?, ?); char(3), int(10), nvarchar(40)",
                "INSERT INTO Wards VALUES (?, ?, N'x'); char(3), int(10)",
                "UPDATE Beds SET Price = ?, Since = ? WHERE Id = ?; decimal(9), datetime2(23), bigint(19)",
                "UPDATE Beds SET Price = Price + ? WHERE Site IN (?, ?); decimal(9), char(3), char(3)",
                "DELETE FROM Beds WHERE WardNo BETWEEN ? AND ? OR NOT Site = ?; int(10), int(10), char(3)",
                "SELECT b.Id FROM Beds b JOIN Wards w ON w.Site = b.Site AND w.No > ? WHERE ? = w.Name; int(10), nvarchar(40)",
                "SELECT Id FROM Beds; ''",
            })
    void parameters_are_described(String sql, String expected) throws SQLException {
        try (var statement = connection.prepareStatement(sql)) {
            var parameters = statement.getParameterMetaData();
            var described = new ArrayList<String>();
            for (var i = 1; i <= parameters.getParameterCount(); i++) {
                described.add(parameters.getParameterTypeName(i) + "(" + parameters.getPrecision(i) + ")");
            }
            assertThat(String.join(", ", described)).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"SELECT ?", "SELECT Id FROM Beds WHERE Id IN (SELECT No FROM Wards WHERE Name = ?)"})
    void what_no_column_says_of_a_parameter_is_not_guessed(String sql) throws SQLException {
        try (var statement = connection.prepareStatement(sql)) {
            assertThatThrownBy(statement::getParameterMetaData)
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("does not deduce the type of @P0");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "EXEC sp_tables @table_name = N'Beds', @nonsense = 1; 8145",
                "EXEC sp_pkeys N'Beds', N'dbo', NULL, 1; 8144",
                "EXEC sp_pkeys @table_name = N'Beds', @table_qualifier = N'master'; 15250",
                "EXEC sp_datatype_info_100; 50000",
                "DECLARE @t TABLE (a int) INSERT INTO @t EXEC sp_pkeys N'Beds'; 213",
                "DECLARE @t TABLE (a int) INSERT INTO @t EXEC sp_who; 50000",
            })
    void what_is_not_asked_like_that_is_refused(String sql, int number) throws SQLException {
        try (var statement = connection.createStatement()) {
            assertThatThrownBy(() -> statement.execute(sql))
                    .isInstanceOfSatisfying(
                            SQLException.class,
                            e -> assertThat(e.getErrorCode()).isEqualTo(number));
        }
    }
}
