package io.emrops.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.DataSize;
import java.time.Instant;
import java.util.List;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class AxisTest {
    @Test
    void ticks_are_at_round_numbers() {
        assertThat(Axis.decimal(0.7).ticks()).hasSizeBetween(4, 7).startsWith(0.0, 0.2);
        assertThat(words(Axis.binary(DataSize.mib(900).bytes())))
                .containsExactly("0 B", "200 MiB", "400 MiB", "600 MiB", "800 MiB", "1000 MiB");
        assertThat(words(Axis.binary(0))).startsWith("0 B", "5 B");
    }

    private static List<String> words(Axis axis) {
        return axis.ticks().stream().map(Amounts::bytes).toList();
    }

    @Property(edgeCases = EdgeCasesMode.NONE, tries = 200)
    void whatever_is_shown_is_on_the_axis(
            @ForAll @IntRange(min = 100, max = 9999) int digits, @ForAll @IntRange(min = -7, max = 11) int exponent) {
        var highest = digits * Math.pow(10, exponent);
        for (var axis : List.of(Axis.decimal(highest), Axis.binary(highest))) {
            assertThat(axis.share(highest)).isBetween(0.0, 1.0);
            assertThat(axis.ticks()).hasSizeBetween(2, 12);
            assertThat(axis.ticks()).allMatch(tick -> tick <= axis.high() * 1.000001);
        }
    }

    @Property(edgeCases = EdgeCasesMode.NONE, tries = 200)
    void times_have_a_few_ticks(@ForAll @LongRange(min = 5, max = 10_000_000) long seconds) {
        var from = Instant.parse("2026-11-22T10:00:03Z");
        var axis = Axis.ofTime(from, from.plusSeconds(seconds));

        assertThat(axis.ticks()).hasSizeBetween(1, 11);
        assertThat(axis.share(from.getEpochSecond() + seconds / 2.0)).isBetween(0.49, 0.51);
    }
}
