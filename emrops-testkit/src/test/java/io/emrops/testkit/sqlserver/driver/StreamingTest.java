package io.emrops.testkit.sqlserver.driver;

import static io.emrops.testkit.sqlserver.script.Answer.rows;
import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.testkit.sqlserver.ScriptedSqlServer;
import io.emrops.testkit.sqlserver.SqlServerExtension;
import java.lang.management.ManagementFactory;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(SqlServerExtension.class)
class StreamingTest {
    private static final long MILLION = 1_000_000;

    /** Two kilobytes on the wire: all rows together are twice the heap that these tests are given. */
    private static final String PADDING = "x".repeat(2000);

    @Test
    void a_million_rows_take_no_memory(ScriptedSqlServer server) throws SQLException {
        server.when("SELECT * FROM Log")
                .answer(rows("Id bigint not null", "Padding varchar(2000) not null")
                        .generate(MILLION, id -> new Object[] {id, PADDING}));

        try (var connection = server.dataSource("packetSize=32767").getConnection();
                var statement = connection.createStatement();
                var row = statement.executeQuery("SELECT * FROM Log")) {
            var expected = 0L;
            while (row.next()) {
                assertThat(row.getLong(1) == expected++).isTrue();
            }

            assertThat(expected).isEqualTo(MILLION);
        }
        assertThat(ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getMax())
                .isLessThan(MILLION * PADDING.length());
    }

    /** The driver reads what is left when a result is closed, and does not ask the server to stop. */
    @ParameterizedTest
    @ValueSource(strings = {"SELECT * FROM Log WHERE Ward = 1", "SELECT * FROM Log WHERE Ward = ?"})
    void who_has_seen_enough_may_leave(String sql, ScriptedSqlServer server) throws SQLException {
        server.when(sql).answer(rows("Id bigint", "Padding varchar(2000)").generate(5_000, id ->
                new Object[] {id, PADDING}));

        try (var connection = server.dataSource().getConnection()) {
            for (var i = 0; i < 5; i++) {
                try (var statement = connection.prepareStatement(sql)) {
                    if (sql.endsWith("?")) {
                        statement.setInt(1, i);
                    }
                    var row = statement.executeQuery();
                    row.next();
                    assertThat(row.getLong(1)).isZero();
                }
            }

            assertThat(connection.isValid(10)).isTrue();
        }
    }

    @Test
    void the_driver_may_ask_for_a_part_alone(ScriptedSqlServer server) throws SQLException {
        server.when("SELECT V").answer(rows("V int").row(1).row(2).row(3));

        try (var connection = server.dataSource().getConnection();
                var statement = connection.createStatement()) {
            statement.setMaxRows(2);
            statement.setQueryTimeout((int) Duration.ofMinutes(1).toSeconds());
            assertThat(statement.execute("SELECT V")).isTrue();
        }

        assertThat(server.housekeeping()).anyMatch(it -> it.text().contains("SET ROWCOUNT 2"));
    }

    @Test
    void a_large_value_is_read_piece_by_piece(ScriptedSqlServer server) throws Exception {
        var bytes = new byte[20_000_000];
        bytes[bytes.length - 1] = 7;
        server.when("SELECT Image")
                .answer(rows("Image varbinary(max)", "Behind int").row(bytes, 4711));

        try (var connection = server.dataSource().getConnection();
                var statement = connection.createStatement();
                var row = statement.executeQuery("SELECT Image")) {
            row.next();
            try (var in = row.getBinaryStream(1)) {
                in.skipNBytes(bytes.length - 1);
                assertThat(in.read()).isEqualTo(7);
                assertThat(in.read()).isEqualTo(-1);
            }
            assertThat(row.getInt(2)).isEqualTo(4711);
        }
    }

    @Test
    void two_results_are_read_in_turn_over_two_connections(ScriptedSqlServer server) throws SQLException {
        server.when("SELECT * FROM Log").answer(rows("Id bigint").generate(20_000, id -> new Object[] {id}));

        try (var one = server.dataSource().getConnection();
                var other = server.dataSource().getConnection();
                var first = one.createStatement().executeQuery("SELECT * FROM Log");
                var second = other.createStatement().executeQuery("SELECT * FROM Log")) {
            var count = 0;
            while (first.next()) {
                assertThat(second.next()).isTrue();
                assertThat(second.getLong(1)).isEqualTo(first.getLong(1));
                count++;
            }

            assertThat(count).isEqualTo(20_000);
        }
    }

    @Test
    void two_results_over_one_connection_are_buffered_by_the_driver(ScriptedSqlServer server) throws SQLException {
        server.when("SELECT * FROM Log").answer(rows("Id bigint").generate(20_000, id -> new Object[] {id}));

        try (var connection = server.dataSource().getConnection();
                var first = connection.createStatement().executeQuery("SELECT * FROM Log")) {
            first.next();
            try (var second = connection.createStatement().executeQuery("SELECT * FROM Log")) {
                assertThat(Results.firstColumn(second)).hasSize(20_000);
            }
            assertThat(Results.firstColumn(first)).hasSize(19_999);
        }
    }
}
