package io.emrops.testkit.sqlserver.type;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@link SqlType#require} takes, what it makes of it, and what it refuses. */
class ValuesTest {
    private static final String CANARY = "4711canary4711";

    @Provide
    Arbitrary<List<AnyValue.Cell>> rows() {
        return AnyValue.rows();
    }

    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
    void what_was_taken_is_taken_again_as_it_is(@ForAll("rows") List<AnyValue.Cell> cells) {
        for (var cell : cells) {
            var value = cell.value();
            if (value != null) {
                assertThat(AnyValue.same(cell.column().type().require(value), value))
                        .isTrue();
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "tinyint | 0 | 255 | -1 | 256",
                "smallint | -32768 | 32767 | -32769 | 32768",
                "int | -2147483648 | 2147483647 | -2147483649 | 2147483648",
                "bigint | -9223372036854775808 | 9223372036854775807 | -9223372036854775809 | 9223372036854775808",
                "int | -1.0 | 1E+1 | 0.5 | 1E+1000000000",
                "real | -3.4028234E38 | 3.4028234E38 | -3.5E38 | 3.5E38",
                "float | -1.7E308 | 1.7E308 | -1.8E308 | 1.8E308",
                "money | -922337203685477.58084 | 922337203685477.58074 | -922337203685477.58085 | 922337203685477.58075",
                "smallmoney | -214748.3648 | 214748.3647 | -214748.3649 | 214748.3648",
                "decimal(5,2) | -999.994 | 999.994 | -999.995 | 999.995",
                "decimal(38,0) | -99999999999999999999999999999999999999 | 0 | 1E+38 | 1E+2147483647",
                "numeric(38,38) | 0 | 1E-2147483647 | 1 | 9E+1000000000",
            })
    void numbers_have_limits(String type, String least, String most, String below, String above) {
        var numbers = SqlType.parse(type);

        assertThat(numbers.require(new BigDecimal(least))).isInstanceOf(Number.class);
        assertThat(numbers.require(new BigDecimal(most))).isInstanceOf(Number.class);
        for (var outside : List.of(below, above)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> numbers.require(new BigDecimal(outside)))
                    .withMessageContaining(numbers.toString())
                    .withMessageNotContaining(outside);
        }
    }

    @Test
    void a_number_of_a_billion_digits_is_not_written_out() {
        for (var type : List.of("money", "smallmoney", "decimal(9,4)", "bigint", "tinyint")) {
            for (var number : List.of("1E+1000000000", "-9E+2147483647")) {
                assertTimeoutPreemptively(
                        Duration.ofSeconds(10),
                        () -> assertThatIllegalArgumentException()
                                .isThrownBy(() -> SqlType.parse(type).require(new BigDecimal(number))));
            }
        }
        assertTimeoutPreemptively(
                Duration.ofSeconds(10),
                () -> assertThat(SqlType.MONEY.require(new BigDecimal("1E-1000000000")))
                        .isEqualTo(new BigDecimal("0.0000")));
    }

    @Test
    void numbers_of_other_java_classes_are_made_the_types_own() {
        assertThat(SqlType.INT.require((byte) 7)).isEqualTo(7);
        assertThat(SqlType.TINYINT.require(7L)).isEqualTo(7);
        assertThat(SqlType.BIGINT.require(7)).isEqualTo(7L);
        assertThat(SqlType.REAL.require(0.5)).isEqualTo(0.5f);
        assertThat(SqlType.FLOAT.require(1)).isEqualTo(1.0);
        assertThat(SqlType.MONEY.require(3)).isEqualTo(new BigDecimal("3.0000"));
        assertThat(SqlType.decimal(10, 2).require(1.005)).isEqualTo(new BigDecimal("1.01"));
        for (var type : List.of(SqlType.REAL, SqlType.FLOAT, SqlType.INT, SqlType.MONEY)) {
            for (var number : List.of(Double.NaN, Double.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY)) {
                assertThatIllegalArgumentException().isThrownBy(() -> type.require(number));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "2026-02-28T23:59:59.998, 2026-02-28T23:59:59.997",
        "2026-02-28T23:59:59.999, 2026-03-01T00:00",
        "2026-02-28T00:00:00.001, 2026-02-28T00:00",
        "2026-02-28T00:00:00.002, 2026-02-28T00:00:00.003",
        "2026-02-28T00:00:00.005, 2026-02-28T00:00:00.007",
        "2026-02-28T00:00:00.009, 2026-02-28T00:00:00.010",
        "1753-01-01T00:00, 1753-01-01T00:00",
        "9999-12-31T23:59:59.997, 9999-12-31T23:59:59.997"
    })
    void datetime_is_rounded_to_a_300th_of_a_second(LocalDateTime time, LocalDateTime rounded) {
        assertThat(SqlType.DATETIME.require(time)).isEqualTo(rounded);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-02-28T23:59:29.999, 2026-02-28T23:59",
        "2026-02-28T23:59:30, 2026-03-01T00:00",
        "1899-12-31T23:59:30, 1900-01-01T00:00",
        "2079-06-06T23:59:29, 2079-06-06T23:59"
    })
    void smalldatetime_is_rounded_to_the_minute(LocalDateTime time, LocalDateTime rounded) {
        assertThat(SqlType.SMALLDATETIME.require(time)).isEqualTo(rounded);
    }

    @ParameterizedTest
    @CsvSource({
        "datetime, 1752-12-31T23:59:59.999",
        "datetime, 9999-12-31T23:59:59.999",
        "smalldatetime, 1899-12-31T23:59:29",
        "smalldatetime, 2079-06-06T23:59:30",
        "datetime2, 0000-12-31T23:59:59",
        "datetime2, +10000-01-01T00:00",
    })
    void times_have_limits(String type, LocalDateTime outside) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SqlType.parse(type).require(outside))
                .withMessageNotContaining(outside.toString());
    }

    @Test
    void times_are_cut_and_not_rounded() {
        var time = LocalTime.of(23, 59, 59, 999_999_999);

        assertThat(SqlType.time(0).require(time)).isEqualTo(LocalTime.of(23, 59, 59));
        assertThat(SqlType.time(3).require(time)).isEqualTo(LocalTime.of(23, 59, 59, 999_000_000));
        assertThat(SqlType.time(7).require(time)).isEqualTo(LocalTime.of(23, 59, 59, 999_999_900));
        assertThat(SqlType.datetime2(1).require(LocalDate.EPOCH.atTime(time)))
                .isEqualTo(LocalDate.EPOCH.atTime(23, 59, 59, 900_000_000));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-01-01T00:00+14:01",
                "2026-01-01T00:00-14:01",
                "2026-01-01T00:00+01:00:30",
                "0001-01-01T00:00+00:01",
                "9999-12-31T23:59-00:01",
                "+10000-01-01T00:00Z"
            })
    void offsets_have_limits_and_so_has_the_instant(String outside) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SqlType.datetimeoffset(7).require(OffsetDateTime.parse(outside)));
        assertThat(SqlType.datetimeoffset(7).require(OffsetDateTime.parse("0001-01-01T14:00+14:00")))
                .isNotNull();
    }

    @Test
    void texts_and_bytes_are_filled_up_or_refused() {
        assertThat(SqlType.fixedChar(3).require("a")).isEqualTo("a  ");
        assertThat(SqlType.nchar(2).require("")).isEqualTo("  ");
        assertThat(SqlType.varchar(3).require("a ")).isEqualTo("a ");
        assertThat(SqlType.binary(3).require(new byte[] {1})).isEqualTo(new byte[] {1, 0, 0});
        assertThat(SqlType.varbinary(3).require(new byte[] {1})).isEqualTo(new byte[] {1});
        for (var type : List.of(SqlType.fixedChar(3), SqlType.varchar(3), SqlType.nchar(3), SqlType.nvarchar(3))) {
            assertThat(type.require("abc")).isEqualTo("abc");
            assertThatIllegalArgumentException().isThrownBy(() -> type.require("abcd"));
        }
        for (var type : List.of(SqlType.binary(3), SqlType.varbinary(3))) {
            assertThatIllegalArgumentException().isThrownBy(() -> type.require(new byte[4]));
        }
        assertThatIllegalArgumentException().isThrownBy(() -> SqlType.ROWVERSION.require(new byte[7]));
    }

    @Test
    void bytes_are_copied() {
        var bytes = new byte[] {1, 2};

        var kept = (byte[]) SqlType.VARBINARY_MAX.require(bytes);
        bytes[0] = 9;

        assertThat(kept).containsExactly(1, 2);
    }

    @Test
    void a_refusal_does_not_repeat_the_value() {
        var refused = Map.<SqlType, Object>ofEntries(
                Map.entry(SqlType.INT, CANARY),
                Map.entry(SqlType.BIT, CANARY),
                Map.entry(SqlType.FLOAT, CANARY),
                Map.entry(SqlType.MONEY, CANARY),
                Map.entry(SqlType.decimal(5, 2), new BigDecimal("47114711")),
                Map.entry(SqlType.TINYINT, 4711),
                Map.entry(SqlType.DATE, CANARY),
                Map.entry(SqlType.DATETIME, LocalDateTime.of(1711, 4, 7, 1, 1)),
                Map.entry(SqlType.varchar(5), CANARY),
                Map.entry(SqlType.nchar(5), CANARY),
                Map.entry(SqlType.binary(5), CANARY.getBytes(java.nio.charset.StandardCharsets.UTF_8)),
                Map.entry(SqlType.UNIQUEIDENTIFIER, CANARY),
                Map.entry(SqlType.SQL_VARIANT, new StringBuilder(CANARY)),
                Map.entry(SqlType.TABLE, CANARY));

        refused.forEach((type, value) -> assertThatIllegalArgumentException()
                .isThrownBy(() -> type.require(value))
                .withMessageNotContainingAny("4711", "canary", "1711"));
    }

    @Test
    void a_value_of_another_java_class_is_refused() {
        for (var kind : SqlType.Kind.values()) {
            var type = kind == SqlType.Kind.TABLE ? SqlType.TABLE : AnyValue.type(kind, new java.util.Random(1));

            assertThatIllegalArgumentException().as("%s", type).isThrownBy(() -> type.require(new Object()));
        }
        assertThatIllegalArgumentException().isThrownBy(() -> SqlType.NVARCHAR_MAX.require(new UUID(0, 0)));
    }
}
