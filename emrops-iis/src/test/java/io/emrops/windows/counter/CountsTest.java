package io.emrops.windows.counter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

final class CountsTest {
    @Test
    void a_count_that_is_none_is_not_zero() {
        assertThat(Counts.parse("")).isEmpty();
        assertThat(Counts.parse("-1")).isEmpty();
        assertThat(Counts.parse("1.5")).isEmpty();
        assertThat(Counts.parse("18446744073709551615")).isEmpty();
        assertThat(Counts.parse("0")).hasValue(0);
        assertThat(Counts.delta("", "5")).isEmpty();
        assertThat(Counts.delta("5", "")).isEmpty();
        assertThat(Counts.delta32("", "5")).isEmpty();
        assertThat(Counts.delta32("5", "")).isEmpty();
    }

    @Test
    void a_count_of_32_bits_wraps() {
        assertThat(Counts.delta32("4294967290", "4")).hasValue(10);
        assertThat(Counts.delta32("4294967295", "0")).hasValue(1);
        assertThat(Counts.delta32("7", "7")).hasValue(0);
    }

    @Test
    void a_count_that_began_anew_has_not_wrapped() {
        assertThat(Counts.delta32("900000", "3")).isEmpty();
        assertThat(Counts.delta32("8589934600", "3")).isEmpty();
        assertThat(Counts.delta("900000", "3")).isEmpty();
        assertThat(Counts.delta("4294967290", "4")).isEmpty();
    }

    @Test
    void a_clock_that_stood_still_tells_no_rate() {
        assertThat(Counts.seconds("100", "100", "10")).hasValue(0);
        assertThat(Counts.seconds("100", "200", "0")).isEmpty();
        assertThat(Counts.perSecond(OptionalLong.of(5), OptionalDouble.of(0))).isEmpty();
        assertThat(Counts.ratio(OptionalLong.of(5), OptionalLong.of(0))).isEmpty();
        assertThat(Counts.perSecond(OptionalLong.of(5), OptionalDouble.of(2))).hasValue(2.5);
    }

    @Test
    void a_share_is_cut_where_clocks_differ_and_refused_where_it_is_nonsense() {
        assertThat(Counts.share(OptionalDouble.of(-0.01))).hasValue(0.0);
        assertThat(Counts.share(OptionalDouble.of(1.01))).hasValue(1.0);
        assertThat(Counts.share(OptionalDouble.of(-0.2))).isEmpty();
        assertThat(Counts.share(OptionalDouble.of(1.2))).isEmpty();
        assertThat(Counts.share(OptionalDouble.of(Double.NaN))).isEmpty();
        assertThat(Counts.share(OptionalDouble.empty())).isEmpty();
    }
}
