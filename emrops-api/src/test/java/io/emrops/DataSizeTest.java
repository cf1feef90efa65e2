package io.emrops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DataSizeTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0 B",
        "1023, 1023 B",
        "1024, 1 KiB",
        "1536, 1.5 KiB",
        "1048575, 1 MiB",
        "1048576, 1 MiB",
        "21474836480, 20 GiB",
        "1099511627776, 1 TiB",
        "9223372036854775807, 8 EiB"
    })
    void it_prints_in_the_largest_unit_that_fits(long bytes, String text) {
        assertThat(new DataSize(bytes)).hasToString(text);
    }

    @Test
    void units_are_of_1024() {
        assertThat(DataSize.kib(1)).isEqualTo(new DataSize(1024));
        assertThat(DataSize.mib(1)).isEqualTo(DataSize.kib(1024));
        assertThat(DataSize.gib(1)).isEqualTo(DataSize.mib(1024));
        assertThat(DataSize.gib(1)).isGreaterThan(DataSize.mib(1023));
    }

    @Test
    void amounts_that_make_no_sense() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new DataSize(-1))
                .withMessage("A size must not be negative: -1");
        assertThatExceptionOfType(ArithmeticException.class).isThrownBy(() -> DataSize.gib(Long.MAX_VALUE));
    }

    @Property
    void what_is_printed_is_the_size_give_or_take_a_twentieth_of_the_unit(@ForAll @LongRange(min = 0) long bytes) {
        var words = new DataSize(bytes).toString().split(" ");
        var unit = Math.pow(1024, "BKMGTPE".indexOf(words[1].charAt(0)));

        assertThat(Double.parseDouble(words[0]))
                .isLessThan(1024)
                .isCloseTo(bytes / unit, org.assertj.core.data.Offset.offset(0.051));
    }
}
