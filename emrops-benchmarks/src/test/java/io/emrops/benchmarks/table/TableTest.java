package io.emrops.benchmarks.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class TableTest {
    private final Figure met = Figure.of("Append", new Quantity(110, "µs"), Goal.ratioAtMost(1.1))
            .beside("write + force", 100)
            .noting("Rounds from 1 to 2.");
    private final Figure missed =
            Figure.of("Forces", new Quantity(0.5, ""), Goal.atMost(0.4).asFact());
    private final Figure shown = Figure.of("Rate", new Quantity(12_345.6, "records/s"), Goal.NONE);

    @Test
    void a_table_for_a_terminal_is_in_columns_with_the_notes_below() {
        assertThat(new Table(List.of(met, missed, shown)).text()).isEqualTo("""
                        figure              ours  peer                   ratio     goal  met
                        Append            110 µs  write + force: 100 µs  1.1 ×  ≤ 1.1 ×  yes
                            Rounds from 1 to 2.
                        Forces               0.5                                  ≤ 0.4   NO
                        Rate    12,346 records/s
                        """);
    }

    @Test
    void a_table_for_a_page_has_the_notes_in_the_cells() {
        assertThat(new Table(List.of(met)).markdown())
                .endsWith(
                        "| Append<br>Rounds from 1 to 2. | 110 µs | write + force: 100 µs | 1.1 × | ≤ 1.1 × | yes |\n");
    }

    @Test
    void only_missed_facts_are_faults() {
        var slow = Figure.of("Start", new Quantity(3, "s"), Goal.atMost(1));

        assertThat(new Table(List.of(met, missed, shown, slow)).missedFacts()).containsExactly(missed);
    }

    @Test
    void figures_without_a_goal_are_not_counted() {
        assertThat(new Table(List.of(met, missed, shown)).summary()).isEqualTo("1 of 2 goals met");
    }

    @Test
    void a_goal_can_be_a_least_ratio() {
        var rate =
                Figure.of("Rate", new Quantity(200, "/s"), Goal.ratioAtLeast(2)).beside("peer", 100);

        assertThat(rate.met()).isTrue();
        assertThat(rate.beside("faster peer", 101).met()).isFalse();
    }

    @Test
    void the_median_of_an_even_number_lies_between_the_two_in_the_middle() {
        assertThat(Quantity.median(9, 1, 4, 2)).isEqualTo(3);
        assertThat(Quantity.median(9, 1, 4)).isEqualTo(4);
    }
}
