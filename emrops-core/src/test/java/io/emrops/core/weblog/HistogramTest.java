package io.emrops.core.weblog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.NotEmpty;
import net.jqwik.api.constraints.Size;

class HistogramTest {
    private static Histogram of(List<Integer> values) {
        var histogram = new Histogram();
        values.forEach(histogram::add);
        return histogram;
    }

    @Property
    void a_value_is_told_exactly_or_too_high_by_a_512th(
            @ForAll @NotEmpty List<@IntRange(max = Integer.MAX_VALUE) Integer> values,
            @ForAll @IntRange(min = 1, max = 1000) int perMille) {
        var sorted = values.stream().mapToInt(v -> v).sorted().toArray();
        var exact = sorted[(int) Math.ceil(perMille * (double) sorted.length / 1000) - 1];

        var told = of(values).atPerMille(perMille);

        assertThat(told).isGreaterThanOrEqualTo(exact);
        assertThat(told - exact).isLessThanOrEqualTo(exact < 1024 ? 0 : exact / 512);
    }

    @Property
    void two_together_are_one_of_all(
            @ForAll @Size(max = 50) List<@IntRange(max = 5_000_000) Integer> some,
            @ForAll @NotEmpty List<@IntRange(max = 50_000) Integer> more) {
        var together = of(some);
        together.add(of(more));
        var all = new java.util.ArrayList<>(some);
        all.addAll(more);

        assertThat(together.total()).isEqualTo(all.size());
        assertThat(together.highest()).isEqualTo(of(all).highest());
        assertThat(together.atPerMille(950)).isEqualTo(of(all).atPerMille(950));
    }

    @Example
    void without_values_there_is_no_rank() {
        assertThat(new Histogram().highest()).isEqualTo(-1);
        assertThatIllegalStateException().isThrownBy(() -> new Histogram().atPerMille(500));
    }
}
