package io.emrops.testkit.sqlserver.driver;

import static io.emrops.testkit.sqlserver.script.Answer.rows;
import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.testkit.sqlserver.ScriptedSqlServer;
import io.emrops.testkit.sqlserver.SqlServerExtension;
import io.emrops.testkit.sqlserver.type.SqlType;
import io.emrops.testkit.sqlserver.type.Variant;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@ExtendWith(SqlServerExtension.class)
class VariantTest {
    static Stream<Arguments> variants() {
        return Stream.of(
                Arguments.of("tinyint", 255, "255"),
                Arguments.of("smallint", -32768, "-32768"),
                Arguments.of("int", Integer.MIN_VALUE, "-2147483648"),
                Arguments.of("bigint", Long.MAX_VALUE, "9223372036854775807"),
                Arguments.of("bit", true, "true"),
                Arguments.of("real", 0.5f, "0.5"),
                Arguments.of("float", -0.25, "-0.25"),
                Arguments.of("money", new BigDecimal("-1.2345"), "-1.2345"),
                Arguments.of("smallmoney", new BigDecimal("214748.3647"), "214748.3647"),
                Arguments.of(
                        "decimal(38, 10)",
                        new BigDecimal("-1234567890123456789012345678.0123456789"),
                        "-1234567890123456789012345678.0123456789"),
                Arguments.of("numeric(5, 2)", new BigDecimal("999.99"), "999.99"),
                Arguments.of("date", LocalDate.of(1, 1, 1), "0001-01-01"),
                Arguments.of("time(7)", LocalTime.parse("12:34:56"), "12:34:56"),
                Arguments.of("datetime", LocalDateTime.parse("1753-01-01T00:00:00.003"), "1753-01-01 00:00:00.003"),
                Arguments.of("smalldatetime", LocalDateTime.parse("2079-06-06T23:59"), "2079-06-06 23:59:00.0"),
                Arguments.of("datetime2(3)", LocalDateTime.parse("9999-12-31T23:59:59.999"), "9999-12-31 23:59:59.999"),
                Arguments.of("char(5)", "ä", "ä    "),
                Arguments.of("varchar(8000)", "€".repeat(8000), "€".repeat(8000)),
                Arguments.of("nchar(3)", "字", "字  "),
                Arguments.of("nvarchar(4000)", "🏥".repeat(2000), "🏥".repeat(2000)),
                Arguments.of("varchar(10)", "", ""),
                Arguments.of(
                        "uniqueidentifier",
                        UUID.fromString("00112233-4455-6677-8899-aabbccddeeff"),
                        "00112233-4455-6677-8899-AABBCCDDEEFF"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("variants")
    void a_variant_keeps_the_type_underneath(String type, Object value, String text, ScriptedSqlServer server)
            throws SQLException {
        var variant = new Variant(SqlType.parse(type), value);
        server.when("SELECT V")
                .answer(rows("V sql_variant", "Behind int")
                        .row(variant, 1)
                        .row(null, 2)
                        .row(variant, 3));

        try (var connection = server.dataSource().getConnection();
                var statement = connection.createStatement();
                var row = statement.executeQuery("SELECT V")) {
            for (var i = 1; i <= 3; i++) {
                row.next();
                var read = row.getObject(1);
                assertThat(read == null ? null : read.toString()).isEqualTo(i == 2 ? null : text);
                assertThat(row.getInt(2)).isEqualTo(i);
            }
        }
    }

    @Test
    void bytes_stand_in_a_variant(ScriptedSqlServer server) throws SQLException {
        server.when("SELECT V")
                .answer(rows("A sql_variant", "B sql_variant")
                        .row(
                                new Variant(SqlType.varbinary(8000), new byte[8000]),
                                new Variant(SqlType.binary(3), new byte[] {1, 2})));

        try (var connection = server.dataSource("packetSize=512").getConnection();
                var statement = connection.createStatement();
                var row = statement.executeQuery("SELECT V")) {
            row.next();

            assertThat((byte[]) row.getObject(1)).isEqualTo(new byte[8000]);
            assertThat((byte[]) row.getObject(2)).containsExactly(1, 2, 0);
        }
    }
}
