package io.emrops.benchmarks.steps;

import io.emrops.benchmarks.Benchmark;
import io.emrops.benchmarks.Effort;
import io.emrops.benchmarks.table.Figure;
import io.emrops.benchmarks.table.Goal;
import io.emrops.benchmarks.table.Quantity;
import java.nio.file.Path;
import java.util.List;

/** A step within a time limit, beside a call within a time limit. */
public final class StepsBenchmark implements Benchmark {
    private static final String WITHOUT_JOURNAL = "Step with a timeout, no journal";
    private static final String NO_REPORT = "The peer's calls leave no record and make no report; ours do";

    @Override
    public String name() {
        return "steps";
    }

    @Override
    public List<Figure> run(Effort effort, Path scratch) throws Exception {
        var rounds = new JmhRounds(effort, scratch).run();
        return List.of(
                ours(rounds, WITHOUT_JOURNAL, "withoutJournal", Goal.atMost(1)),
                beside(rounds, "Failsafe retry + timeout", "failsafeRetryAndTimeout", Goal.ratioAtMost(1)),
                beside(
                        rounds,
                        "resilience4j retry + time limiter",
                        "resilience4jRetryAndTimeLimiter",
                        Goal.ratioAtMost(1)),
                beside(rounds, "Failsafe timeout", "failsafeTimeout", Goal.NONE),
                beside(rounds, "resilience4j time limiter", "resilience4jTimeLimiter", Goal.NONE),
                beside(rounds, "submit + get(timeout)", "submitAndGet", Goal.NONE),
                ours(rounds, "Step with a timeout, journalled without force", "unforced", Goal.atMost(10)));
    }

    private static Figure ours(Rounds rounds, String what, String method, Goal goal) {
        return Figure.of(what, new Quantity(rounds.median(method), "µs"), goal)
                .noting("Rounds " + rounds.spread(method));
    }

    private static Figure beside(Rounds rounds, String peer, String method, Goal goal) {
        return ours(rounds, WITHOUT_JOURNAL, "withoutJournal", goal)
                .beside(peer, rounds.median(method))
                .noting(NO_REPORT + "; rounds of the peer " + rounds.spread(method));
    }
}
