package io.emrops.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.StoreException;
import io.emrops.StoreException.Problem;
import io.emrops.spi.RunStore;
import io.emrops.spi.RunStore.Batch;
import io.emrops.spi.RunStore.RunHead;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** The store beside a map of lists, over any history of appends at right and wrong places, crashes and reopenings. */
class InMemoryRunStoreModelTest {
    private record Step(int run, int expected, int records, boolean ended, boolean reopen) {}

    @Provide
    Arbitrary<List<Step>> histories() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, 2),
                        Arbitraries.integers().between(0, 6),
                        Arbitraries.integers().between(1, 3),
                        Arbitraries.of(true, false),
                        Arbitraries.frequency(Tuple.of(9, false), Tuple.of(1, true)))
                .as(Step::new)
                .list()
                .ofMaxSize(40);
    }

    @Property
    void the_store_holds_what_a_map_of_lists_would(@ForAll("histories") List<Step> history) {
        var store = new InMemoryRunStore();
        var model = new LinkedHashMap<String, List<Integer>>();
        var ends = new LinkedHashMap<String, Boolean>();

        for (var step : history) {
            var run = "run-" + step.run();
            var length = model.getOrDefault(run, List.of()).size();
            assertThat(append(store, run, step)).isEqualTo(step.expected() == length);
            if (step.expected() == length) {
                var records = model.computeIfAbsent(run, r -> new ArrayList<>());
                IntStream.range(0, step.records()).forEach(i -> records.add(i));
                ends.put(run, step.ended());
            }
            store = step.reopen() ? store.reopen() : store;
        }

        assertThat(store.runs()).isEqualTo(heads(model, ends));
        for (var run : model.keySet()) {
            assertThat(store.read(run).stream().map(r -> (int) r[0]).toList()).isEqualTo(model.get(run));
        }
    }

    /** Every crash leaves a prefix of what a whole run would have stored, and says so. */
    @Property
    void a_crash_leaves_the_records_before_it(@ForAll("histories") List<Step> history, @ForAll boolean before) {
        var whole = new InMemoryRunStore();
        var total = 0;
        for (var step : history) {
            total += append(whole, "run", step) ? step.records() : 0;
        }

        for (var n = 1; n <= total; n++) {
            var disk = new InMemoryRunStore();
            var crashing = CrashingRunStore.over(disk);
            crashing = before ? crashing.crashBefore(n) : crashing.crashAfter(n);
            var died = dies(crashing, history);

            var expected = before ? n - 1 : n;
            assertThat(died).isTrue();
            assertThat(crashing.records()).isEqualTo(expected);
            assertThat(stored(disk)).isEqualTo(stored(whole).subList(0, expected));
        }
    }

    private static boolean dies(CrashingRunStore store, List<Step> history) {
        try {
            history.forEach(step -> append(store, "run", step));
            return false;
        } catch (SimulatedCrash e) {
            return true;
        }
    }

    private static List<Integer> stored(InMemoryRunStore store) {
        return store.runs().isEmpty()
                ? List.of()
                : store.read("run").stream().map(r -> (int) r[0]).toList();
    }

    private static List<RunHead> heads(Map<String, List<Integer>> model, Map<String, Boolean> ends) {
        return model.entrySet().stream()
                .map(run -> new RunHead(run.getKey(), run.getValue().size(), ends.get(run.getKey())))
                .toList();
    }

    private static boolean append(RunStore store, String run, Step step) {
        var records = IntStream.range(0, step.records())
                .mapToObj(i -> new byte[] {(byte) i})
                .toList();
        try {
            store.append(new Batch(run, step.expected(), records, step.ended()));
            return true;
        } catch (StoreException e) {
            assertThat(e.problem()).isEqualTo(Problem.CONFLICT);
            return false;
        }
    }
}
