package io.emrops.testkit.sqlserver.type;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.emrops.testkit.sqlserver.type.SqlType.Kind;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SqlTypeTest {
    @Provide
    Arbitrary<SqlType> types() {
        return AnyValue.types();
    }

    @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
    void what_a_type_is_called_is_read_as_the_same_type(@ForAll("types") SqlType type) {
        assertThat(SqlType.parse(type.toString())).isEqualTo(type);
        assertThat(SqlType.parse(" " + type.toString().toUpperCase(Locale.ROOT) + " /* . */"))
                .isEqualTo(type);
        assertThat(Column.parse("[a b] " + type + " NOT NULL")).isEqualTo(new Column("a b", type, false, false));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "integer | int",
                "[int] | int",
                "dec | decimal(18,0)",
                "dec(5) | decimal(5,0)",
                "numeric ( 38 , 38 ) | numeric(38,38)",
                "float(24) | real",
                "float(25) | float",
                "float(53) | float",
                "float(1) | real",
                "time | time(7)",
                "datetime2 | datetime2(7)",
                "datetimeoffset | datetimeoffset(7)",
                "char | char(1)",
                "character(8000) | char(8000)",
                "nvarchar | nvarchar(1)",
                "varchar(MAX) | varchar(max)",
                "sysname | nvarchar(128)",
                "timestamp | rowversion"
            })
    void other_words_for_the_same_are_known(String text, String canonical) {
        assertThat(SqlType.parse(text)).hasToString(canonical);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "?",
                "table",
                "'int'",
                "1",
                "@int",
                "int(4)",
                "int()",
                "int identity",
                "char(0)",
                "char(8001)",
                "char(max)",
                "nchar(4001)",
                "nchar(max)",
                "binary(8001)",
                "binary(max)",
                "varchar(8001)",
                "varchar(0)",
                "nvarchar(4001)",
                "nvarchar(max, 1)",
                "nvarchar(50",
                "nvarchar 50",
                "nvarchar(-1)",
                "nvarchar(1.5)",
                "nvarchar(99999999999)",
                "varbinary(8001)",
                "decimal(39)",
                "decimal(0)",
                "decimal(5,6)",
                "decimal(max)",
                "decimal(5,max)",
                "decimal(5,2,1)",
                "numeric(38,39)",
                "time(8)",
                "time(max)",
                "datetime2(8)",
                "datetimeoffset(8)",
                "datetime(3)",
                "float(0)",
                "float(54)",
                "float(max)",
                "real(24)",
                "money(1)",
                "xml(1)",
                "int[",
                "int /*"
            })
    void what_is_no_type_is_refused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> SqlType.parse(text));
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void a_type_has_no_more_than_it_shows(Kind kind) {
        for (var length : List.of(-1, 0, 5)) {
            for (var precision : List.of(0, 5)) {
                for (var scale : List.of(0, 5)) {
                    try {
                        var type = new SqlType(kind, length, precision, scale);

                        assertThat(kind == Kind.TABLE ? SqlType.TABLE : SqlType.parse(type.toString()))
                                .isEqualTo(type);
                    } catch (IllegalArgumentException e) {
                        assertThat(e).hasMessageContaining("of this type");
                    }
                }
            }
        }
    }

    @Test
    void a_java_value_has_the_type_that_drivers_give_it() {
        assertThat(SqlType.ofJava("")).hasToString("nvarchar(1)");
        assertThat(SqlType.ofJava("a".repeat(4000))).hasToString("nvarchar(4000)");
        assertThat(SqlType.ofJava("a".repeat(4001))).hasToString("nvarchar(max)");
        assertThat(SqlType.ofJava(new byte[0])).hasToString("varbinary(1)");
        assertThat(SqlType.ofJava(new byte[8001])).hasToString("varbinary(max)");
        assertThat(SqlType.ofJava(new BigDecimal("-12.340"))).hasToString("decimal(5,3)");
        assertThat(SqlType.ofJava(new BigDecimal("0.001"))).hasToString("decimal(3,3)");
        assertThat(SqlType.ofJava(new BigDecimal("1E+5"))).hasToString("decimal(6,0)");
        assertThat(SqlType.ofJava((byte) 1)).isEqualTo(SqlType.SMALLINT);
        assertThat(SqlType.ofJava(1)).isEqualTo(SqlType.INT);
        assertThat(SqlType.ofJava(1L)).isEqualTo(SqlType.BIGINT);
        assertThat(SqlType.ofJava(true)).isEqualTo(SqlType.BIT);
        assertThat(SqlType.ofJava(1f)).isEqualTo(SqlType.REAL);
        assertThat(SqlType.ofJava(1d)).isEqualTo(SqlType.FLOAT);
        assertThat(SqlType.ofJava(LocalDate.EPOCH)).isEqualTo(SqlType.DATE);
        assertThat(SqlType.ofJava(LocalTime.MIN)).hasToString("time(7)");
        assertThat(SqlType.ofJava(LocalDateTime.MIN)).hasToString("datetime2(7)");
        assertThat(SqlType.ofJava(OffsetDateTime.MIN)).hasToString("datetimeoffset(7)");
        assertThat(SqlType.ofJava(new UUID(0, 0))).isEqualTo(SqlType.UNIQUEIDENTIFIER);
        assertThat(SqlType.ofJava(Variant.of(1))).isEqualTo(SqlType.SQL_VARIANT);
    }

    @Test
    void a_number_that_no_decimal_holds_has_no_type() {
        for (var number : List.of("1E+38", "1E-39", "1E+2147483647", "1E-2147483647", "1E+1000000000")) {
            assertThatIllegalArgumentException().isThrownBy(() -> SqlType.ofJava(new BigDecimal(number)));
        }
        assertThatIllegalArgumentException().isThrownBy(() -> SqlType.ofJava(BigInteger.ONE));
    }
}
