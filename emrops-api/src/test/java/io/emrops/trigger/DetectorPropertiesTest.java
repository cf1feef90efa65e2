package io.emrops.trigger;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.statistics.Statistics;

/**
 * The detector, which remembers a few moments, against a reading of the rules that keeps the whole series and looks at all of it
 * again at each reading.
 */
class DetectorPropertiesTest {
    private static final Instant START = Instant.parse("2026-03-01T02:00:00Z");
    private static final Trigger TRIGGER = Trigger.of(
                    "t", "T", Threshold.above(80, "").endsBelow(70))
            .sustainedFor(Duration.ofSeconds(40))
            .maxGap(Duration.ofSeconds(15))
            .recoveredFor(Duration.ofSeconds(30))
            .coolDown(Duration.ofSeconds(60))
            .staleAfter(Duration.ofSeconds(30));

    /**
     * A few readings of one kind.
     *
     * @param kind 0 is below both thresholds, 1 between them, 2 beyond both
     */
    record Phase(int kind, List<Integer> pauses) {}

    /**
     * @param actions how many seconds each action takes
     * @param dips how many seconds a dip may last
     * @param repeats where a reading comes again, or an older one comes late
     */
    record Series(List<Phase> phases, List<Integer> actions, List<Integer> repeats, int dips) {
        Trigger trigger() {
            return dips == 0 ? TRIGGER : TRIGGER.toleratingDips(Duration.ofSeconds(dips));
        }

        List<Reading> readings() {
            var readings = new ArrayList<Reading>();
            var second = 0L;
            for (var phase : phases) {
                for (var pause : phase.pauses()) {
                    second += pause;
                    readings.add(new Reading(START.plusSeconds(second), new double[] {50, 75, 95}[phase.kind()]));
                }
            }
            return readings;
        }
    }

    @Provide
    Arbitrary<Series> series() {
        var pause = Arbitraries.frequencyOf(
                net.jqwik.api.Tuple.of(20, Arbitraries.integers().between(1, 10)),
                net.jqwik.api.Tuple.of(2, Arbitraries.integers().between(11, 16)),
                net.jqwik.api.Tuple.of(1, Arbitraries.integers().between(17, 90)));
        var kind = Arbitraries.frequency(
                net.jqwik.api.Tuple.of(3, 0), net.jqwik.api.Tuple.of(1, 1), net.jqwik.api.Tuple.of(4, 2));
        var phase = Combinators.combine(kind, pause.list().ofMinSize(1).ofMaxSize(15))
                .as(Phase::new);
        return Combinators.combine(
                        phase.list().ofMinSize(1).ofMaxSize(14),
                        Arbitraries.integers().between(0, 100).list().ofSize(12),
                        Arbitraries.integers().between(0, 150).list().ofMaxSize(10),
                        Arbitraries.of(0, 4, 12))
                .as(Series::new);
    }

    @Property(tries = 1500)
    void it_fires_where_the_rules_say_and_nowhere_else(@ForAll("series") Series series) {
        var fires = fires(series, false, -1);

        Statistics.label("fires").collect(Math.min(fires.size(), 3));
        assertThat(fires).isEqualTo(oracle(series));
    }

    @Property(tries = 300)
    void late_readings_and_those_that_come_again_change_nothing(@ForAll("series") Series series) {
        assertThat(fires(series, true, -1)).isEqualTo(fires(series, false, -1));
    }

    /** All that is kept is the state: what the detector itself remembers would be lost here. */
    @Property(tries = 100)
    void another_detector_goes_on_from_the_state_as_if_nothing_had_happened(@ForAll("series") Series series) {
        var all = fires(series, false, -1);
        for (var i = 0; i < series.readings().size(); i += 7) {
            assertThat(fires(series, false, i)).isEqualTo(all);
        }
    }

    private static List<Instant> fires(Series series, boolean repeated, int restartAt) {
        var detector = Detector.of(series.trigger());
        var readings = series.readings();
        var state = TriggerState.begin(readings.get(0).at());
        var fires = new ArrayList<Instant>();
        var actionEnds = Optional.<Instant>empty();
        for (var i = 0; i < readings.size(); i++) {
            if (i == restartAt) {
                detector = Detector.of(series.trigger());
            }
            var now = readings.get(i).at();
            if (actionEnds.filter(end -> !end.isAfter(now)).isPresent()) {
                state = detector.actionEnded(state, actionEnds.get(), true).state();
                actionEnds = Optional.empty();
            }
            var observed = detector.read(state, readings.get(i), now);
            state = observed.state();
            if (observed.events().stream().anyMatch(TriggerEvent.Fired.class::isInstance)) {
                actionEnds = Optional.of(now.plusSeconds(series.actions().get(fires.size() % 12)));
                fires.add(now);
            }
            if (repeated && series.repeats().contains(i)) {
                for (var back = 0; back <= Math.min(i, 3); back++) {
                    var again = detector.read(state, readings.get(i - back), now);
                    assertThat(again.state()).isEqualTo(state);
                    assertThat(again.events()).isEmpty();
                }
            }
        }
        return fires;
    }

    // ---- the rules, read once more

    private static List<Instant> oracle(Series series) {
        var readings = series.readings();
        var fires = new ArrayList<Instant>();
        var last = -1;
        for (var i = 0; i < readings.size(); i++) {
            if (holds(series, readings, i, true, 40) && (last < 0 || mayFireAgain(series, readings, fires, last, i))) {
                fires.add(readings.get(i).at());
                last = i;
            }
        }
        return fires;
    }

    private static boolean mayFireAgain(Series series, List<Reading> all, List<Instant> fires, int last, int i) {
        var free = fires.get(fires.size() - 1)
                .plusSeconds(series.actions().get((fires.size() - 1) % 12))
                .plusSeconds(60);
        var over = false;
        for (var k = last + 1; k <= i; k++) {
            over = over || holds(series, all, k, false, 30);
        }
        return over && !all.get(i).at().isBefore(free);
    }

    /** Whether readings of one kind reach back so far from here, as the rules want it. */
    private static boolean holds(Series series, List<Reading> all, int here, boolean breach, long seconds) {
        if (!isOf(all.get(here), breach)) {
            return false;
        }
        for (var first = here; first >= 0; first--) {
            var reach = Duration.between(all.get(first).at(), all.get(here).at());
            if (isOf(all.get(first), breach)
                    && reach.toSeconds() >= seconds
                    && unbroken(series, all, first, here, breach)) {
                return true;
            }
        }
        return false;
    }

    private static boolean unbroken(Series series, List<Reading> all, int first, int here, boolean breach) {
        var kind = all.subList(first, here + 1).stream()
                .filter(reading -> isOf(reading, breach))
                .toList();
        for (var i = 1; i < kind.size(); i++) {
            if (Duration.between(kind.get(i - 1).at(), kind.get(i).at()).toSeconds() > 15) {
                return false;
            }
        }
        for (var i = first; i <= here; i++) {
            var other = all.get(i);
            if (isOf(other, !breach) || !isOf(other, breach) && sinceOneOfKind(all, i, breach) > series.dips()) {
                return false;
            }
        }
        return true;
    }

    private static long sinceOneOfKind(List<Reading> all, int here, boolean breach) {
        var before = here;
        while (!isOf(all.get(before), breach)) {
            before--;
        }
        return Duration.between(all.get(before).at(), all.get(here).at()).toSeconds();
    }

    private static boolean isOf(Reading reading, boolean breach) {
        return breach ? reading.value() > 80 : reading.value() < 70;
    }
}
