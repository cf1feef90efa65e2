package io.emrops.benchmarks.steps;

import io.emrops.benchmarks.Benchmark;
import io.emrops.benchmarks.Effort;
import io.emrops.benchmarks.table.Figure;
import io.emrops.benchmarks.table.Goal;
import io.emrops.benchmarks.table.Quantity;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A step within a time limit, beside a call within a time limit. */
public final class StepsBenchmark implements Benchmark {
    private static final String WITHOUT_JOURNAL = "Step with a timeout, no journal";

    /** A method of JMH that is held against ours. */
    private record Call(String name, String method, Goal goal) {}

    private static final List<Call> RETRYING = List.of(
            new Call("Failsafe retry + timeout", "failsafeRetryAndTimeout", Goal.ratioAtMost(1)),
            new Call("resilience4j retry + time limiter", "resilience4jRetryAndTimeLimiter", Goal.ratioAtMost(1)));
    private static final List<Call> PLAIN = List.of(
            new Call("Failsafe timeout", "failsafeTimeout", Goal.NONE),
            new Call("resilience4j time limiter", "resilience4jTimeLimiter", Goal.NONE),
            new Call("submit + get(timeout)", "submitAndGet", Goal.NONE));

    @Override
    public String name() {
        return "steps";
    }

    @Override
    public List<Figure> run(Effort effort, Path scratch) throws Exception {
        var calls = new ArrayList<>(RETRYING);
        if (effort == Effort.FULL) {
            calls.addAll(PLAIN);
        }
        var rounds = new JmhRounds(effort, scratch)
                .run(calls.stream().map(Call::method).toList());
        var warm = effort == Effort.SHORT ? "; a short run, in which the engine is not yet warm" : "";
        var figures = new ArrayList<Figure>();
        figures.add(alone(rounds, WITHOUT_JOURNAL, "withoutJournal", 1, warm));
        for (var call : calls) {
            figures.add(ours(rounds, WITHOUT_JOURNAL + ", with its share of the run", "withoutJournal", call.goal())
                    .beside(call.name(), rounds.median(call.method()))
                    .noting("Ours is part of a run with a report, the peer's calls leave nothing; rounds of the peer "
                            + rounds.spread(call.method())));
        }
        figures.add(alone(rounds, "Step with a timeout, journalled without force", "unforced", 10, warm));
        return figures;
    }

    private static Figure alone(Rounds rounds, String what, String method, int goal, String warm) {
        var alone = JmhRounds.betweenBodies(method);
        return ours(rounds, what, alone, Goal.atMost(goal))
                .noting(String.format(
                        Locale.ROOT,
                        "From the first body to the last; rounds %s. With start and report of a run of 1,000: %.2g µs%s",
                        rounds.spread(alone),
                        rounds.median(method),
                        warm));
    }

    private static Figure ours(Rounds rounds, String what, String method, Goal goal) {
        return Figure.of(what, new Quantity(rounds.median(method), "µs"), goal);
    }
}
