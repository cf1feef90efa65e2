package io.emrops.testkit.sqlserver.driver;

import static io.emrops.testkit.sqlserver.driver.Failures.failureOf;
import static io.emrops.testkit.sqlserver.script.Answer.error;
import static io.emrops.testkit.sqlserver.script.Answer.rows;
import static io.emrops.testkit.sqlserver.script.RequestPattern.bulkInsert;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.sqlserver.jdbc.SQLServerBulkCSVFileRecord;
import com.microsoft.sqlserver.jdbc.SQLServerBulkCopy;
import com.microsoft.sqlserver.jdbc.SQLServerBulkCopyOptions;
import com.microsoft.sqlserver.jdbc.SQLServerDataTable;
import com.microsoft.sqlserver.jdbc.SQLServerPreparedStatement;
import io.emrops.testkit.sqlserver.ScriptedSqlServer;
import io.emrops.testkit.sqlserver.SqlServerExtension;
import io.emrops.testkit.sqlserver.script.Answer;
import io.emrops.testkit.sqlserver.script.Request.Kind;
import io.emrops.testkit.sqlserver.script.SqlError;
import io.emrops.testkit.sqlserver.type.Column;
import io.emrops.testkit.sqlserver.type.TableValue;
import java.io.ByteArrayInputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.sql.Types;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(SqlServerExtension.class)
class BulkCopyTest {
    private static List<TableValue> loads(ScriptedSqlServer server, String table) {
        return server.statements(bulkInsert(table)).stream()
                .filter(it -> it.kind() == Kind.BULK_LOAD)
                .map(it -> it.rows().orElseThrow())
                .toList();
    }

    @Test
    void rows_of_another_connection_are_loaded(ScriptedSqlServer server) throws SQLException {
        server.table(
                "Patients",
                "Id int not null",
                "Name nvarchar(50)",
                "Born date",
                "Weight decimal(5, 2)",
                "Seen datetime2(3)",
                "Photo varbinary(max)",
                "Note varchar(max)",
                "Active bit not null",
                "Ssn char(9)");
        var source = rows(
                "Id int not null",
                "Name nvarchar(50)",
                "Born date",
                "Weight decimal(5, 2)",
                "Seen datetime2(3)",
                "Photo varbinary(max)",
                "Note varchar(max)",
                "Active bit not null",
                "Ssn char(9)");
        var first = new Object[] {
            1,
            "Ada Ö",
            LocalDate.of(1815, 12, 10),
            new BigDecimal("61.50"),
            LocalDateTime.parse("2026-03-04T05:06:07.123"),
            new byte[] {1, 2, 3},
            "ä".repeat(9000),
            true,
            "123456789"
        };
        var second = new Object[] {2, null, null, null, null, null, null, false, null};
        server.when("SELECT * FROM Source").answer(source.row(first).row(second));

        try (var from = server.dataSource().getConnection();
                var to = server.dataSource().getConnection();
                var statement = from.createStatement();
                var rows = statement.executeQuery("SELECT * FROM Source");
                var copy = new SQLServerBulkCopy(to)) {
            copy.setDestinationTableName("Patients");
            copy.writeToServer(rows);
        }

        assertThat(loads(server, "Patients")).singleElement().satisfies(load -> {
            assertThat(load.columns())
                    .extracting(Column::name)
                    .containsExactly("Id", "Name", "Born", "Weight", "Seen", "Photo", "Note", "Active", "Ssn");
            assertThat(load.rows().get(0)).usingRecursiveComparison().isEqualTo(Arrays.asList(first));
            assertThat(load.rows().get(1)).isEqualTo(Arrays.asList(second));
        });
    }

    @Test
    void every_type_may_be_loaded(ScriptedSqlServer server) throws SQLException {
        var values = ColumnTypesTest.types()
                .filter(it -> !List.of("rowversion", "hierarchyid", "xml", "text", "ntext", "image", "uniqueidentifier")
                        .contains(it.get()[0]))
                .toList();
        var definitions = new String[values.size()];
        var most = new Object[values.size()];
        var least = new Object[values.size()];
        for (var i = 0; i < definitions.length; i++) {
            var ofType = (Object[]) values.get(i).get()[2];
            definitions[i] = "C" + i + " " + values.get(i).get()[0];
            least[i] = ofType[0];
            most[i] = ofType[ofType.length - 1];
        }
        server.table("Everything", definitions);
        server.when("SELECT * FROM Source")
                .answer(rows(definitions)
                        .row(least)
                        .row(new Object[definitions.length])
                        .row(most));

        try (var from = server.dataSource().getConnection();
                var to = server.dataSource().getConnection();
                var statement = from.createStatement();
                var rows = statement.executeQuery("SELECT * FROM Source");
                var copy = new SQLServerBulkCopy(to)) {
            copy.setDestinationTableName("Everything");
            copy.writeToServer(rows);
        }

        assertThat(loads(server, "Everything")).singleElement().satisfies(load -> {
            for (var i = 0; i < definitions.length; i++) {
                assertThat(load.rows().get(0).get(i)).as(definitions[i]).isEqualTo(least[i]);
                assertThat(load.rows().get(1).get(i)).as(definitions[i]).isNull();
                assertThat(load.rows().get(2).get(i)).as(definitions[i]).isEqualTo(most[i]);
            }
        });
    }

    @ParameterizedTest
    @CsvSource({"10000, 0, 8000", "10000, 2500, 512", "10000, 1, 32767"})
    void large_loads_come_in_batches(int count, int batchSize, int packetSize, ScriptedSqlServer server)
            throws SQLException {
        var rowsToSend = batchSize == 1 ? 50 : count;
        server.table("Log", "Id int not null", "Text nvarchar(100) not null");
        var lines = IntStream.range(0, rowsToSend)
                .mapToObj(i -> i + ",line " + i)
                .collect(Collectors.joining("\n", "Id,Text\n", "\n"));

        try (var connection = server.dataSource("packetSize=" + packetSize).getConnection();
                var file = new SQLServerBulkCSVFileRecord(
                        new ByteArrayInputStream(lines.getBytes(StandardCharsets.UTF_8)), "UTF-8", ",", true);
                var copy = new SQLServerBulkCopy(connection)) {
            file.addColumnMetadata(1, "Id", Types.INTEGER, 0, 0);
            file.addColumnMetadata(2, "Text", Types.NVARCHAR, 100, 0);
            var options = new SQLServerBulkCopyOptions();
            options.setBatchSize(batchSize);
            options.setTableLock(true);
            copy.setBulkCopyOptions(options);
            copy.setDestinationTableName("Log");
            copy.writeToServer(file);
        }

        var loaded =
                loads(server, "Log").stream().flatMap(it -> it.rows().stream()).toList();
        assertThat(loaded).hasSize(rowsToSend);
        assertThat(loaded.get(rowsToSend - 1)).containsExactly(rowsToSend - 1, "line " + (rowsToSend - 1));
        assertThat(server.statements(bulkInsert("Log")))
                .anyMatch(it -> it.text().contains("TABLOCK"));
    }

    @Test
    void a_load_may_fail(ScriptedSqlServer server) throws SQLException {
        server.table("Log", "Id int not null");
        server.when(bulkInsert("Log")).answer(error(SqlError.duplicateKey("PK_Log", "dbo.Log", "1")));
        server.when("SELECT Id FROM Source").answer(rows("Id int").row(1).row(1));

        try (var from = server.dataSource().getConnection();
                var to = server.dataSource().getConnection();
                var statement = from.createStatement();
                var rows = statement.executeQuery("SELECT Id FROM Source");
                var copy = new SQLServerBulkCopy(to)) {
            copy.setDestinationTableName("Log");
            var failure = failureOf(() -> copy.writeToServer(rows));

            assertThat(failure.getErrorCode()).isEqualTo(2627);
            assertThat(to.isValid(10)).isTrue();
        }
    }

    @Test
    void a_batch_of_inserts_may_become_a_load(ScriptedSqlServer server) throws SQLException {
        server.table("Beds", "Id int not null", "Ward nvarchar(20)", "Since datetime2(7)");

        try (var connection =
                        server.dataSource("useBulkCopyForBatchInsert=true").getConnection();
                var statement = connection.prepareStatement("INSERT INTO Beds (Id, Ward, Since) VALUES (?, ?, ?)")) {
            for (var i = 0; i < 100; i++) {
                statement.setInt(1, i);
                statement.setString(2, i % 2 == 0 ? null : "Ward " + i);
                statement.setTimestamp(3, java.sql.Timestamp.valueOf("2026-03-04 05:06:07"));
                statement.addBatch();
            }
            assertThat(statement.executeBatch()).hasSize(100).containsOnly(1);
        }

        assertThat(loads(server, "Beds"))
                .singleElement()
                .satisfies(load -> assertThat(load.rows())
                        .hasSize(100)
                        .last()
                        .isEqualTo(List.of(99, "Ward 99", "2026-03-04 05:06:07.0")));
    }

    @Test
    void a_table_valued_parameter_arrives_whole(ScriptedSqlServer server) throws SQLException {
        server.when("EXEC dbo.AdmitAll ?").answer(Answer.rowsAffected(2));
        var table = new SQLServerDataTable();
        table.addColumnMetadata("Id", Types.INTEGER);
        table.addColumnMetadata("Name", Types.NVARCHAR);
        table.addColumnMetadata("Weight", Types.DECIMAL);
        table.addRow(1, "Ada", new BigDecimal("61.5"));
        table.addRow(2, null, null);

        try (var connection = server.dataSource().getConnection();
                var statement = connection.prepareStatement("EXEC dbo.AdmitAll ?")) {
            statement.unwrap(SQLServerPreparedStatement.class).setStructured(1, "dbo.PatientList", table);
            assertThat(statement.executeUpdate()).isEqualTo(2);
        }

        assertThat(server.statements()).singleElement().satisfies(request -> {
            var sent = (TableValue) request.value(1);
            assertThat(sent.typeName()).isEqualTo("dbo.PatientList");
            assertThat(sent.rows().get(0).subList(0, 2)).isEqualTo(List.of(1, "Ada"));
            assertThat((BigDecimal) sent.rows().get(0).get(2)).isEqualByComparingTo("61.5");
            assertThat(sent.rows().get(1)).isEqualTo(Arrays.asList(2, null, null));
        });
    }
}
