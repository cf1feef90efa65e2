package io.emrops.benchmarks.journal;

import io.emrops.benchmarks.journal.ClosedLoop.Result;
import io.emrops.benchmarks.table.Quantity;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;

/** The rounds of several contenders with the same number of writers. */
final class Comparison {
    /**
     * How rounds are made.
     *
     * @param rounds of each contender
     */
    record Plan(List<Contender> contenders, int rounds, Duration warmUp, Duration time) {}

    private final Map<Contender, List<Result>> results = new EnumMap<>(Contender.class);

    private Comparison() {}

    /** Runs a round of each in turn, again and again; every turn begins with another one. */
    static Comparison run(Plan plan, int writers, Path scratch) throws Exception {
        var comparison = new Comparison();
        var order = new ArrayList<>(plan.contenders());
        for (int i = 0; i < plan.rounds(); i++) {
            for (var contender : order) {
                var round = new Round(contender, writers, plan.warmUp(), plan.time());
                comparison
                        .results
                        .computeIfAbsent(contender, c -> new ArrayList<>())
                        .add(round.run(scratch.resolve(contender + "-" + writers + "-" + i)));
            }
            Collections.rotate(order, 1);
        }
        return comparison;
    }

    double median(Contender contender, ToDoubleFunction<Result> of) {
        return Quantity.median(each(contender, of).toArray());
    }

    /** The smallest and the largest, in words. */
    String spread(Contender contender, ToDoubleFunction<Result> of) {
        var values = each(contender, of).summaryStatistics();
        return String.format(Locale.ROOT, "%,.0f to %,.0f", values.getMin(), values.getMax());
    }

    private DoubleStream each(Contender contender, ToDoubleFunction<Result> of) {
        return results.get(contender).stream().mapToDouble(of);
    }
}
