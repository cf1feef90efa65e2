package io.emrops.testkit.sqlserver.driver;

import static io.emrops.testkit.sqlserver.script.Answer.rows;
import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.testkit.sqlserver.ScriptedSqlServer;
import io.emrops.testkit.sqlserver.SqlServerExtension;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.UUID;
import java.util.stream.Stream;
import microsoft.sql.DateTimeOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every type as a column that may be null and as one that may not, which travel in different forms. */
@ExtendWith(SqlServerExtension.class)
class ColumnTypesTest {
    private static final String HIGHEST_DECIMAL = "99999999999999999999999999999999999999";

    private static Arguments type(String type, Class<?> as, Object... values) {
        return Arguments.of(type, as, values);
    }

    private static byte[] bytes(int length) {
        var bytes = new byte[length];
        for (var i = 0; i < length; i++) {
            bytes[i] = (byte) (i * 31);
        }
        return bytes;
    }

    static Stream<Arguments> types() {
        return Stream.of(
                type("tinyint", Integer.class, 0, 127, 128, 255),
                type("smallint", Integer.class, -32768, -1, 0, 32767),
                type("int", Integer.class, Integer.MIN_VALUE, -1, 0, Integer.MAX_VALUE),
                type("bigint", Long.class, Long.MIN_VALUE, -1L, 0L, Long.MAX_VALUE),
                type("bit", Boolean.class, true, false),
                type("real", Float.class, -Float.MAX_VALUE, Float.MIN_VALUE, 0f, 0.1f, Float.MAX_VALUE),
                type("float", Double.class, -Double.MAX_VALUE, Double.MIN_VALUE, 0.0, 0.1, Double.MAX_VALUE),
                type(
                        "money",
                        BigDecimal.class,
                        decimals("-922337203685477.5808", "-0.0001", "0.0000", "4294967.2960", "922337203685477.5807")),
                type("smallmoney", BigDecimal.class, decimals("-214748.3648", "-0.0001", "0.0000", "214748.3647")),
                type("decimal(38, 0)", BigDecimal.class, decimals("-" + HIGHEST_DECIMAL, "0", HIGHEST_DECIMAL)),
                type("decimal(38, 38)", BigDecimal.class, decimals("-0." + HIGHEST_DECIMAL, "0." + HIGHEST_DECIMAL)),
                type("decimal(9, 2)", BigDecimal.class, decimals("-9999999.99", "0.01", "9999999.99")),
                type("decimal(19, 4)", BigDecimal.class, decimals("-999999999999999.9999", "999999999999999.9999")),
                type("numeric(28, 10)", BigDecimal.class, decimals("-999999999999999999.9999999999", "0.0000000001")),
                type("numeric(1, 0)", BigDecimal.class, decimals("-9", "0", "9")),
                type(
                        "date",
                        LocalDate.class,
                        LocalDate.of(1, 1, 1),
                        LocalDate.of(1582, 10, 10),
                        LocalDate.of(2024, 2, 29),
                        LocalDate.of(9999, 12, 31)),
                type(
                        "datetime",
                        LocalDateTime.class,
                        LocalDateTime.parse("1753-01-01T00:00"),
                        LocalDateTime.parse("1900-01-01T00:00:00.003"),
                        LocalDateTime.parse("2026-03-04T05:06:07.997"),
                        LocalDateTime.parse("9999-12-31T23:59:59.997")),
                type(
                        "smalldatetime",
                        LocalDateTime.class,
                        LocalDateTime.parse("1900-01-01T00:00"),
                        LocalDateTime.parse("2079-06-06T23:59")),
                type(
                        "datetime2(0)",
                        LocalDateTime.class,
                        LocalDateTime.parse("0001-01-01T00:00"),
                        LocalDateTime.parse("9999-12-31T23:59:59")),
                type("datetime2(3)", LocalDateTime.class, LocalDateTime.parse("2026-03-04T05:06:07.123")),
                type(
                        "datetime2(7)",
                        LocalDateTime.class,
                        LocalDateTime.parse("0001-01-01T00:00:00.0000001"),
                        LocalDateTime.parse("9999-12-31T23:59:59.9999999")),
                type("time(0)", LocalTime.class, LocalTime.MIN, LocalTime.parse("23:59:59")),
                type(
                        "time(7)",
                        LocalTime.class,
                        LocalTime.MIN,
                        LocalTime.parse("00:00:00.0000001"),
                        LocalTime.parse("23:59:59.9999999")),
                type("datetimeoffset(0)", OffsetDateTime.class, OffsetDateTime.parse("2026-03-04T05:06:07+00:00")),
                type(
                        "datetimeoffset(7)",
                        OffsetDateTime.class,
                        OffsetDateTime.parse("1583-01-01T00:00:00.0000001-14:00"),
                        OffsetDateTime.parse("2026-03-04T05:06:07.1234567+05:30"),
                        OffsetDateTime.parse("9999-12-31T23:59:59.9999999+14:00")),
                type("char(3)", String.class, "abc", "äöü", "   "),
                type("char(8000)", String.class, "€".repeat(8000)),
                type("varchar(10)", String.class, "", "a", "ßÄ€ x     "),
                type("varchar(8000)", String.class, "ö".repeat(8000)),
                type("varchar(max)", String.class, "", "x".repeat(70_000)),
                type("nchar(4)", String.class, "字🏥 ", "    "),
                type("nchar(4000)", String.class, "語".repeat(4000)),
                type("nvarchar(10)", String.class, "", "字 🏥", "\u0000\uFFFF"),
                type("nvarchar(4000)", String.class, "語".repeat(4000)),
                type("nvarchar(max)", String.class, "", "🏥".repeat(50_000)),
                type("text", String.class, "", "ü".repeat(20_000)),
                type("ntext", String.class, "", "字".repeat(20_000)),
                type("xml", String.class, "", "<a b=\"ä\">字</a>", "<r>" + "x".repeat(50_000) + "</r>"),
                type("binary(3)", byte[].class, bytes(3)),
                type("binary(8000)", byte[].class, bytes(8000)),
                type("varbinary(10)", byte[].class, new byte[0], bytes(10)),
                type("varbinary(8000)", byte[].class, bytes(8000)),
                type("varbinary(max)", byte[].class, new byte[0], bytes(100_000)),
                type("image", byte[].class, new byte[0], bytes(40_000)),
                type("rowversion", byte[].class, bytes(8)),
                type(
                        "uniqueidentifier",
                        UUID.class,
                        new UUID(0, 0),
                        new UUID(-1, -1),
                        UUID.fromString("00112233-4455-6677-8899-aabbccddeeff")),
                type("hierarchyid", byte[].class, new byte[] {0x5A, (byte) 0xC0}));
    }

    private static Object[] decimals(String... values) {
        return Arrays.stream(values).map(BigDecimal::new).toArray();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("types")
    void every_value_of_a_column_arrives_as_it_is(String type, Class<?> as, Object[] values, ScriptedSqlServer server)
            throws SQLException {
        for (var packetSize : new int[] {8000, 512}) {
            for (var nullable : new boolean[] {true, false}) {
                var rows = rows("V " + type + (nullable ? "" : " not null"), "Behind int");
                for (var value : values) {
                    rows = rows.row(value, 4711);
                }
                server.when("SELECT V").answer(nullable ? rows.row(null, 4711).row(values[0], 4711) : rows);

                try (var connection =
                                server.dataSource("packetSize=" + packetSize).getConnection();
                        var statement = connection.createStatement();
                        var result = statement.executeQuery("SELECT V")) {
                    for (var value : values) {
                        assertNext(result, as, value);
                    }
                    if (nullable) {
                        assertNext(result, as, null);
                        assertNext(result, as, values[0]);
                    }
                    assertThat(result.next()).isFalse();
                    assertThat(result.getMetaData().isNullable(1)).isEqualTo(nullable ? 1 : 0);
                }
            }
        }
    }

    private static void assertNext(ResultSet result, Class<?> as, Object value) throws SQLException {
        assertThat(result.next()).isTrue();
        assertThat(read(result, as)).isEqualTo(value);
        assertThat(result.wasNull()).isEqualTo(value == null);
        assertThat(result.getInt(2)).isEqualTo(4711);
    }

    private static Object read(ResultSet result, Class<?> as) throws SQLException {
        if (as == byte[].class) {
            return result.getBytes(1);
        } else if (as == String.class) {
            return result.getString(1);
        } else if (as == LocalTime.class) {
            // The driver's own LocalTime has milliseconds alone.
            var time = result.getObject(1, LocalDateTime.class);
            return time == null ? null : time.toLocalTime();
        } else if (as == OffsetDateTime.class) {
            var time = result.getObject(1, DateTimeOffset.class);
            return time == null ? null : time.getOffsetDateTime();
        }
        return result.getObject(1, as);
    }

    @Test
    void metadata_tells_the_types(ScriptedSqlServer server) throws SQLException {
        server.when("SELECT *")
                .answer(rows(
                        "Id int identity not null",
                        "Name nvarchar(50)",
                        "Price decimal(10, 2) not null",
                        "At datetime2(3)",
                        "Doc xml",
                        "Note varchar(max)",
                        "Stamp rowversion not null",
                        "[A b] uniqueidentifier"));

        try (var connection = server.dataSource().getConnection();
                var statement = connection.createStatement();
                var result = statement.executeQuery("SELECT *")) {
            var columns = result.getMetaData();
            var described = new StringBuilder();
            for (var i = 1; i <= columns.getColumnCount(); i++) {
                described
                        .append(columns.getColumnName(i))
                        .append(' ')
                        .append(columns.getColumnTypeName(i))
                        .append(' ')
                        .append(columns.getPrecision(i))
                        .append(' ')
                        .append(columns.getScale(i))
                        .append(columns.isAutoIncrement(i) ? " identity" : "")
                        .append(columns.isNullable(i) == 0 ? " not null" : "")
                        .append('\n');
            }

            assertThat(described.toString().lines())
                    .containsExactly(
                            "Id int 10 0 identity not null",
                            "Name nvarchar 50 0",
                            "Price decimal 10 2 not null",
                            "At datetime2 23 3",
                            "Doc xml 1073741823 0",
                            "Note varchar 2147483647 0",
                            "Stamp timestamp 8 0 not null",
                            "A b uniqueidentifier 36 0");
        }
    }

    @Test
    void values_are_kept_as_the_server_would_keep_them(ScriptedSqlServer server) throws SQLException {
        server.when("SELECT V")
                .answer(rows(
                                "A char(5)",
                                "B binary(3)",
                                "C datetime",
                                "D smalldatetime",
                                "E time(2)",
                                "F decimal(5, 2)",
                                "G money")
                        .row(
                                "ab",
                                new byte[] {1},
                                LocalDateTime.parse("2026-01-01T23:59:59.999"),
                                LocalDateTime.parse("2026-01-01T23:59:30"),
                                LocalTime.parse("10:00:00.987"),
                                new BigDecimal("1.005"),
                                new BigDecimal("2.00005")));

        try (var connection = server.dataSource().getConnection();
                var statement = connection.createStatement();
                var row = statement.executeQuery("SELECT V")) {
            row.next();

            assertThat(row.getString(1)).isEqualTo("ab   ");
            assertThat(row.getBytes(2)).containsExactly(1, 0, 0);
            assertThat(row.getTimestamp(3)).hasToString("2026-01-02 00:00:00.0");
            assertThat(row.getTimestamp(4)).hasToString("2026-01-02 00:00:00.0");
            assertThat(row.getString(5)).isEqualTo("10:00:00.98");
            assertThat(row.getBigDecimal(6)).hasToString("1.01");
            assertThat(row.getBigDecimal(7)).hasToString("2.0001");
        }
    }

    @Test
    void a_row_may_have_1024_columns(ScriptedSqlServer server) throws SQLException {
        var definitions = new String[1024];
        var values = new Object[1024];
        for (var i = 0; i < 1024; i++) {
            definitions[i] = "C" + i + (i % 2 == 0 ? " int" : " nvarchar(20)");
            values[i] = i % 3 == 0 ? null : i % 2 == 0 ? (Object) i : "v" + i;
        }
        server.when("SELECT *").answer(rows(definitions).row(values).row(values));

        try (var connection = server.dataSource().getConnection();
                var statement = connection.createStatement();
                var row = statement.executeQuery("SELECT *")) {
            while (row.next()) {
                for (var i = 0; i < 1024; i++) {
                    assertThat(row.getObject(i + 1)).isEqualTo(values[i]);
                }
            }
        }
    }
}
