package io.emrops.windows.counter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Computed by hand from the formulas of the vendor's pages; the numbers of the types are those of "CounterType Qualifier". */
final class CounterKindTest {
    /** Two seconds lie between the looks: the clock of performance runs at 3 MHz, the others at 10 MHz. */
    private static RawCounter first(String value, String base) {
        return new RawCounter(value, base, "30000000", "3000000", "100000000", "100000000", "10000000");
    }

    private static RawCounter second(String value, String base) {
        return new RawCounter(value, base, "36000000", "3000000", "120000000", "120000000", "10000000");
    }

    @ParameterizedTest
    @CsvSource({
        "0, COUNT, 5, '', 7, '', 7",
        "256, COUNT, 5, '', 7, '', 7",
        "65536, COUNT, 5, '', 7, '', 7",
        "65792, COUNT, 5, '', 7, '', 7",
        "272696320, PER_SECOND, 100, '', 150, '', 25",
        "272696320, PER_SECOND, 4294967286, '', 40, '', 25",
        "272696576, PER_SECOND, 6000000000, '', 6000000050, '', 25",
        "541132032, SHARE, 1000, '', 1501000, '', 0.25",
        "557909248, SHARE, 1000, '', 1501000, '', 0.75",
        "542180608, SHARE, 1000, '', 30001000, '', 1.5",
        "558957824, SHARE, 1000, '', 5001000, '', 0.75",
        "541525248, SHARE, 10, 100, 40, 200, 0.3",
        "542573824, SHARE, 10, 100, 40, 200, 0.3",
        "537003008, SHARE, 1, 100, 30, 120, 0.25",
        "537003264, SHARE, 1, 100, 30, 120, 0.25",
        "805438464, SECONDS, 0, 10, 600000, 14, 0.05",
        "805438464, SECONDS, 4294967000, 4294967295, 299704, 3, 0.025",
        "1073874176, COUNT, 1000, 10, 9000, 14, 2000",
        "807666944, SECONDS, 20000000, '', 20000000, '', 10"
    })
    void values_are_made_as_the_type_says(
            long type, CounterUnit unit, String v1, String b1, String v2, String b2, double expected) {
        var kind = CounterKind.of(type).orElseThrow();

        assertThat(kind.unit()).isEqualTo(unit);
        assertThat(kind.cook(first(v1, b1), second(v2, b2)).orElseThrow()).isCloseTo(expected, offset(1e-9));
    }

    @ParameterizedTest
    @CsvSource({
        "65536, 5, '', '', ''",
        "272696320, 500, '', 40, ''",
        "272696576, 500, '', 40, ''",
        "558957824, 1000, '', 99000000, ''",
        "537003008, 1, 100, 30, 0",
        "805438464, 0, 10, 600000, 10",
        "1073874176, 1000, 10, 9000, 10",
        "541525248, 10, '', 40, ''"
    })
    void what_cannot_be_told_is_empty(long type, String v1, String b1, String v2, String b2) {
        assertThat(CounterKind.of(type).orElseThrow().cook(first(v1, b1), second(v2, b2)))
                .isEqualTo(Optional.empty());
    }

    @Test
    void no_way_is_guessed_for_a_type_that_is_not_known() {
        assertThat(CounterKind.of(1_073_939_459L)).isEmpty();
        assertThat(CounterKind.of(2816)).isEmpty();
        assertThat(CounterKind.of(-1)).isEmpty();
    }
}
