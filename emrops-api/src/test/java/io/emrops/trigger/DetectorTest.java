package io.emrops.trigger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DetectorTest {
    private static final Instant START = Instant.parse("2026-03-01T02:00:00Z");
    /** Sustained for 5 minutes, readings at most 75 s apart, over after 5 minutes, cool-down 10 minutes, blind after 150 s. */
    private static final Trigger CPU =
            Trigger.of("cpu", "CPU", Threshold.above(80, "%").endsBelow(70));

    private final List<TriggerEvent> events = new ArrayList<>();
    private Detector detector = Detector.of(CPU);
    private TriggerState state = TriggerState.begin(START);

    @Test
    void a_breach_fires_with_the_reading_that_completes_it_and_never_again() {
        feed(0, 1800, 60, 95);

        assertThat(fires()).singleElement().satisfies(fire -> {
            assertThat(fire.at()).isEqualTo(START.plusSeconds(300));
            assertThat(fire.runId()).isEqualTo("20260301-020500-cpu-1");
            assertThat(fire.why())
                    .isEqualTo("CPU above 80 % for 5 min: 6 readings from 2026-03-01T02:00:00Z to"
                            + " 2026-03-01T02:05:00Z, 95 % to 95 %");
        });
    }

    @Test
    void a_spike_a_value_at_the_threshold_and_a_breach_one_second_short_fire_nothing() {
        feed(0, 600, 60, 75);
        read(660, 99);
        feed(720, 1320, 60, 75);
        feed(1380, 1980, 60, 80);
        feed(2040, 2280, 60, 99);
        read(2339, 99);
        read(2340, 69);

        assertThat(fires()).isEmpty();
    }

    @Test
    void a_dip_ends_the_breach_unless_it_is_short_and_between_the_thresholds_and_that_was_said() {
        feed(0, 120, 30, 95);
        read(150, 75);
        feed(180, 450, 30, 95);
        assertThat(fires()).isEmpty();

        detector = Detector.of(CPU.toleratingDips(Duration.ofSeconds(30)));
        state = TriggerState.begin(START);
        feed(0, 120, 30, 95);
        read(150, 75);
        feed(180, 300, 30, 95);
        assertThat(fires()).hasSize(1);

        state = TriggerState.begin(START);
        feed(0, 120, 30, 95);
        read(151, 75);
        feed(180, 450, 30, 95);
        assertThat(fires()).hasSize(1);

        state = TriggerState.begin(START);
        feed(0, 120, 30, 95);
        read(150, 69);
        feed(180, 450, 30, 95);
        assertThat(fires()).hasSize(1);
        read(480, 95);
        assertThat(fires()).hasSize(2);
    }

    @Test
    void a_gap_is_evidence_of_neither_a_breach_nor_its_end() {
        feed(0, 240, 60, 95);
        feed(316, 556, 60, 95);
        assertThat(fires()).isEmpty();
        read(616, 95);
        assertThat(fires()).hasSize(1);
        end(620, true);

        read(700, 60);
        read(4000, 60);
        feed(4060, 4400, 60, 95);

        assertThat(fires()).hasSize(1);
        assertThat(told(TriggerEvent.BreachOver.class)).isEmpty();
        assertThat(told(TriggerEvent.Outlasted.class)).hasSize(1);
    }

    @Test
    void the_next_breach_waits_for_the_end_of_the_action_and_the_cool_down_behind_it() {
        feed(0, 300, 60, 95);
        feed(360, 660, 60, 50);
        assertThat(told(TriggerEvent.BreachOver.class)).hasSize(1);
        feed(720, 1200, 60, 95);
        assertThat(told(TriggerEvent.HeldBack.class)).hasSize(1);
        end(1200, true);
        feed(1260, 1799, 60, 95);
        assertThat(fires()).hasSize(1);

        read(1800, 95);

        assertThat(fires()).extracting(Fire::number).containsExactly(1L, 2L);
        assertThat(told(TriggerEvent.HeldBack.class)).hasSize(1);
    }

    @Test
    void a_breach_that_outlasts_its_action_fires_again_only_where_that_was_said_and_only_after_success() {
        detector = Detector.of(CPU.atMostPerBreach(2));
        feed(0, 300, 60, 95);
        end(300, true);
        feed(360, 1000, 60, 95);
        assertThat(fires()).hasSize(2);
        end(1000, true);
        feed(1020, 3000, 60, 95);
        assertThat(fires()).hasSize(2);
        assertThat(told(TriggerEvent.Outlasted.class)).hasSize(1);

        state = TriggerState.begin(START);
        feed(0, 300, 60, 95);
        end(300, false);
        feed(360, 3000, 60, 95);
        assertThat(fires()).hasSize(3);
    }

    @Test
    void without_readings_it_is_blind_says_so_once_and_forgets_what_it_has_seen() {
        feed(0, 240, 60, 95);
        tick(390);
        assertThat(told(TriggerEvent.Blind.class)).isEmpty();
        tick(391);
        tick(500);
        assertThat(told(TriggerEvent.Blind.class)).hasSize(1);
        assertThat(state.over()).isEmpty();

        read(510, 95);

        assertThat(told(TriggerEvent.Sees.class)).hasSize(1);
        assertThat(fires()).isEmpty();
    }

    @Test
    void a_source_that_repeats_its_last_reading_is_blind_and_stays_so() {
        for (var second = 0; second < 900; second += 30) {
            var observed = detector.read(state, new Reading(START, 95), START.plusSeconds(second));
            take(observed);
        }

        assertThat(told(TriggerEvent.Blind.class)).hasSize(1);
        assertThat(told(TriggerEvent.Sees.class)).isEmpty();
    }

    @Test
    void a_clock_of_the_readings_that_is_set_back_costs_the_time_until_it_is_blind() {
        feed(0, 240, 60, 95);
        for (var second = 300; second <= 900; second += 60) {
            take(detector.read(state, new Reading(START.plusSeconds(second - 3600), 95), START.plusSeconds(second)));
        }

        assertThat(told(TriggerEvent.Blind.class)).hasSize(1);
        assertThat(fires()).singleElement().extracting(Fire::at).isEqualTo(START.plusSeconds(720 - 3600));
    }

    @Test
    void a_clock_that_jumps_forward_makes_no_breach_longer() {
        read(0, 95);
        read(60, 95);
        take(detector.read(state, new Reading(START.plusSeconds(3720), 95), START.plusSeconds(120)));

        assertThat(fires()).isEmpty();
    }

    @Test
    void what_is_too_low_fires_as_well() {
        detector =
                Detector.of(Trigger.of("disk", "Free", Threshold.below(10, "%").endsAbove(15)));

        feed(0, 300, 60, 9);

        assertThat(fires()).hasSize(1);
    }

    @Test
    void a_definition_that_makes_no_sense_is_refused() {
        assertThatThrownBy(() -> Threshold.above(80, "%").endsBelow(80)).hasMessageContaining("ends below that");
        assertThatThrownBy(() -> Threshold.below(10, "%").endsAbove(5)).hasMessageContaining("ends above that");
        assertThatThrownBy(() -> CPU.maxGap(Duration.ofMinutes(6))).hasMessageContaining("longer than the breach");
        assertThatThrownBy(() -> CPU.staleAfter(Duration.ofSeconds(10))).hasMessageContaining("cannot be blind");
        assertThatThrownBy(() -> CPU.sustainedFor(Duration.ZERO)).hasMessageContaining("some time");
        assertThatThrownBy(() -> Trigger.of("No Id", "", CPU.threshold())).hasMessageContaining("No Id");
        assertThatThrownBy(() -> new Reading(START, Double.NaN)).hasMessageContaining("NaN");
    }

    private void feed(long from, long to, long step, double value) {
        for (var second = from; second <= to; second += step) {
            read(second, value);
        }
    }

    private void read(long second, double value) {
        var at = START.plusSeconds(second);
        take(detector.read(state, new Reading(at, value), at));
    }

    private void tick(long second) {
        take(detector.tick(state, START.plusSeconds(second), ""));
    }

    private void end(long second, boolean succeeded) {
        take(detector.actionEnded(state, START.plusSeconds(second), succeeded));
    }

    private void take(Observed observed) {
        state = observed.state();
        events.addAll(observed.events());
    }

    private List<Fire> fires() {
        return told(TriggerEvent.Fired.class).stream()
                .map(TriggerEvent.Fired::fire)
                .toList();
    }

    private <E extends TriggerEvent> List<E> told(Class<E> type) {
        return events.stream().filter(type::isInstance).map(type::cast).toList();
    }
}
