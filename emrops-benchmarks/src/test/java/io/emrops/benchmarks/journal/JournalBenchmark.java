package io.emrops.benchmarks.journal;

import io.emrops.benchmarks.Benchmark;
import io.emrops.benchmarks.Effort;
import io.emrops.benchmarks.journal.ClosedLoop.Result;
import io.emrops.benchmarks.journal.Comparison.Plan;
import io.emrops.benchmarks.process.Forces;
import io.emrops.benchmarks.table.Figure;
import io.emrops.benchmarks.table.Goal;
import io.emrops.benchmarks.table.Quantity;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** Durable appends of 300 bytes beside those of embedded databases and of the plain system calls. */
public final class JournalBenchmark implements Benchmark {
    @Override
    public String name() {
        return "journal";
    }

    @Override
    public List<Figure> run(Effort effort, Path scratch) throws Exception {
        var contenders = effort == Effort.SHORT
                ? List.of(Contender.EMROPS, Contender.PLAIN, Contender.ROCKSDB, Contender.SQLITE)
                : List.of(Contender.values());
        var plan = new Plan(
                contenders, effort.choose(1, 13), Duration.ofMillis(200), Duration.ofMillis(effort.choose(400, 500)));
        var figures = new ArrayList<Figure>();
        for (int writers : new int[] {1, 8, 64}) {
            var comparison = Comparison.run(plan, writers, scratch);
            for (var peer : contenders.subList(1, contenders.size())) {
                figures.add(writers == 1 ? alone(comparison, peer) : together(comparison, peer, writers));
            }
        }
        if (Forces.areCountable()) {
            figures.add(new ForcesPerRecord(Duration.ofMillis(effort.choose(500, 2000)), scratch).figure());
        } else {
            figures.replaceAll(
                    figure -> figure.noting(figure.note() + " Forces were not counted: there is no strace."));
        }
        return figures;
    }

    private static Figure alone(Comparison comparison, Contender peer) {
        var goal = peer == Contender.PLAIN ? Goal.ratioAtMost(1.1) : Goal.NONE;
        return figure("Durable append, 1 writer", comparison, peer, Result::microseconds, "µs", goal);
    }

    private static Figure together(Comparison comparison, Contender peer, int writers) {
        var goal = switch (peer) {
            case ROCKSDB -> Goal.ratioAtLeast(1);
            case SQLITE -> Goal.ratioAtLeast(20);
            default -> Goal.NONE;
        };
        var what = "Durable appends, " + writers + " writers";
        var figure = figure(what, comparison, peer, Result::perSecond, "records/s", goal);
        return peer == Contender.SQLITE
                ? figure.noting(figure.note() + " It forces every record, we one of " + writers + " at best.")
                : figure;
    }

    private static Figure figure(
            String what, Comparison comparison, Contender peer, ToDoubleFunction<Result> of, String unit, Goal goal) {
        var ours = new Quantity(comparison.median(Contender.EMROPS, of), unit);
        return Figure.of(what, ours, goal)
                .beside(peer.words(), comparison.median(peer, of))
                .noting("Rounds from " + comparison.spread(Contender.EMROPS, of) + ", the peer's from "
                        + comparison.spread(peer, of) + ".");
    }
}
