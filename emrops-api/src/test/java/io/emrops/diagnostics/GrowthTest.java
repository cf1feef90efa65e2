package io.emrops.diagnostics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.emrops.DataSize;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

class GrowthTest {
    private static final Instant BEGIN = Instant.parse("2026-01-01T02:00:00Z");
    private static final double GIB = 1L << 30;

    private static List<SizePoint> daily(int days, IntToDoubleFunction gib) {
        var points = new ArrayList<SizePoint>();
        for (var day = 0; day < days; day++) {
            points.add(new SizePoint(
                    BEGIN.plus(Duration.ofDays(day)), new DataSize(Math.round(gib.applyAsDouble(day) * GIB))));
        }
        return points;
    }

    private static double perDay(Growth growth) {
        return growth.trend().orElseThrow().perDay() / GIB;
    }

    @Test
    void a_straight_line_is_its_own_trend() {
        var growth = Growth.of(daily(20, day -> 100 + 0.5 * day));

        assertThat(perDay(growth)).isCloseTo(0.5, within(1e-6));
        assertThat(growth.points()).isEqualTo(20);
        assertThat(growth.remark()).isEmpty();
        assertThat(growth.left(DataSize.gib(50)).orElseThrow().likely())
                .hasValueSatisfying(time -> assertThat(time.toHours()).isCloseTo(2400, within(1L)));
    }

    @Test
    void the_order_of_the_points_does_not_matter() {
        var points = daily(30, day -> 100 + day + (day % 3) * 0.2);
        var shuffled = new ArrayList<>(points);
        Collections.shuffle(shuffled, new Random(1));

        assertThat(Growth.of(shuffled)).isEqualTo(Growth.of(points));
    }

    @Test
    void a_third_of_odd_points_does_not_move_it_far() {
        var random = new Random(2);

        var growth = Growth.of(daily(
                60, day -> 100 + 0.2 * day + (day % 3 == 1 ? random.nextDouble() * 6 : random.nextDouble() * 0.1)));

        assertThat(perDay(growth)).isCloseTo(0.2, within(0.05));
        assertThat(growth.trend().orElseThrow().least() / GIB).isLessThan(0.2);
        assertThat(growth.trend().orElseThrow().most() / GIB).isGreaterThan(0.19);
    }

    @Test
    void sizes_the_other_way_round_have_the_mirrored_interval() {
        var random = new Random(3);
        for (var days = 8; days < 40; days++) {
            var noise = random.doubles(days, -1, 1).toArray();

            var up = Growth.of(daily(days, day -> 1000 + 0.3 * day + noise[day]))
                    .trend()
                    .orElseThrow();
            var down = Growth.of(daily(days, day -> 1000 - 0.3 * day - noise[day]))
                    .trend()
                    .orElseThrow();

            assertThat(down.least()).as("%s days", days).isCloseTo(-up.most(), within(10.0));
            assertThat(down.most()).as("%s days", days).isCloseTo(-up.least(), within(10.0));
        }
    }

    @Test
    void seven_points_say_nothing() {
        var growth = Growth.of(daily(7, day -> 100 + day));

        assertThat(growth.trend()).isEmpty();
        assertThat(growth.left(DataSize.gib(1))).isEmpty();
        assertThat(growth).hasToString("how it grows is not known: there are 7 points, and 8 are needed");
        assertThat(Growth.of(daily(8, day -> 100 + day)).trend()).isPresent();
    }

    @Test
    void nothing_at_all_is_unknown_too() {
        assertThat(Growth.of(List.of())).hasToString("how it grows is not known: there is no record of its size");
    }

    @Test
    void what_was_before_a_purge_is_not_counted() {
        var growth = Growth.of(daily(40, day -> day < 25 ? 300 + day : 100 + 0.5 * day));

        assertThat(perDay(growth)).isCloseTo(0.5, within(1e-6));
        assertThat(growth.points()).isEqualTo(15);
        assertThat(growth.remark()).isEqualTo("a step at 2026-01-26T02:00:00Z was not counted, nor what was before");
    }

    @Test
    void a_step_that_has_just_been_leaves_too_little() {
        var growth = Growth.of(daily(40, day -> day < 37 ? 100 + day : 400 + day));

        assertThat(growth.trend()).isEmpty();
        assertThat(growth.remark()).startsWith("there are 3 points since a step at 2026-02-07");
    }

    @Test
    void a_gap_in_the_records_is_no_step() {
        var points = new ArrayList<>(daily(60, day -> 10 + day));
        points.subList(20, 50).clear();

        assertThat(perDay(Growth.of(points))).isCloseTo(1, within(1e-6));
        assertThat(Growth.of(points).points()).isEqualTo(30);
    }

    @Test
    void what_shrinks_is_never_full() {
        var left = Growth.of(daily(20, day -> 100 - 0.5 * day))
                .left(DataSize.gib(1))
                .orElseThrow();

        assertThat(left.likely()).isEmpty();
        assertThat(left.earliest()).isEmpty();
        assertThat(left).hasToString("never (never to never)");
    }

    @Test
    void several_at_one_moment_count_once() {
        var points = new ArrayList<>(daily(8, day -> 100 + day));
        points.addAll(daily(8, day -> 100 + day));

        assertThat(Growth.of(points).points()).isEqualTo(8);
        assertThat(perDay(Growth.of(points))).isCloseTo(1, within(1e-6));
    }

    @Test
    void any_points_give_an_ordered_interval_or_say_why_not() {
        var random = new Random(3);
        for (var round = 0; round < 500; round++) {
            var points = new ArrayList<SizePoint>();
            var count = random.nextInt(40);
            for (var i = 0; i < count; i++) {
                points.add(new SizePoint(
                        BEGIN.plusSeconds(random.nextInt(1_000_000)), new DataSize(random.nextLong(1L << 50))));
            }

            var growth = Growth.of(points);

            growth.trend()
                    .ifPresentOrElse(
                            trend -> {
                                assertThat(trend.least()).isLessThanOrEqualTo(trend.perDay());
                                assertThat(trend.perDay()).isLessThanOrEqualTo(trend.most());
                                growth.left(DataSize.gib(1))
                                        .ifPresent(left -> left.likely()
                                                .ifPresent(likely -> assertThat(left.earliest())
                                                        .hasValueSatisfying(earliest -> assertThat(earliest)
                                                                .isLessThanOrEqualTo(likely))));
                            },
                            () -> assertThat(growth.remark()).isNotBlank());
        }
    }
}
