package io.emrops.benchmarks.steps;

import io.emrops.benchmarks.Benchmark;
import io.emrops.benchmarks.Effort;
import io.emrops.benchmarks.process.Child;
import io.emrops.benchmarks.process.Forces;
import io.emrops.benchmarks.table.Figure;
import io.emrops.benchmarks.table.Goal;
import io.emrops.benchmarks.table.Quantity;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A step that is on the disk before the next one begins, beside the disk alone and other engines that keep what they did. */
public final class DurableStepsBenchmark implements Benchmark {
    private static final String STEP = "Step, journalled and forced";

    @Override
    public String name() {
        return "durable-steps";
    }

    @Override
    public List<Figure> run(Effort effort, Path scratch) throws Exception {
        var bytes = JournalBytes.perStep(scratch);
        var peers = effort == Effort.SHORT ? Peer.nearest() : Peer.all(scratch);
        var rounds = new DurableRounds(effort, scratch).run(bytes, peers);
        var figures = new ArrayList<Figure>();
        figures.add(beside(rounds, DurableRounds.DISK, Goal.ratioAtMost(1.1))
                .noting(String.format(
                        Locale.ROOT,
                        "%d bytes per step; round by round %.2f ×; rounds %s, the disk's %s",
                        bytes,
                        rounds.medianOfRatios(DurableRounds.OURS, DurableRounds.DISK),
                        rounds.spread(DurableRounds.OURS),
                        rounds.spread(DurableRounds.DISK))));
        for (var peer : peers) {
            figures.add(beside(rounds, peer.name(), Goal.NONE)
                    .noting("Not like for like: " + peer.note() + "; rounds of the peer "
                            + rounds.spread(peer.name())));
        }
        var branchings = effort == Effort.SHORT ? List.of(8) : List.of(8, 64);
        for (int branches : branchings) {
            var contestant = DurableRounds.branches(branches);
            figures.add(Figure.of(
                            STEP + ", in " + branches + " branches side by side",
                            new Quantity(rounds.median(contestant), "µs"),
                            Goal.NONE)
                    .noting("Rounds " + rounds.spread(contestant)));
        }
        if (!Forces.areCountable()) {
            figures.replaceAll(
                    figure -> figure.noting(figure.note() + "; forces were not counted: there is no strace"));
            return figures;
        }
        for (int branches : branchings) {
            var goal = branches == 8 ? Goal.atMost(0.4).asFact() : Goal.NONE;
            figures.add(forces(effort, scratch, branches, goal));
        }
        return figures;
    }

    private static Figure beside(Rounds rounds, String peer, Goal goal) {
        return Figure.of(STEP, new Quantity(rounds.median(DurableRounds.OURS), "µs"), goal)
                .beside(peer, rounds.median(peer));
    }

    /** From the opening of the store to its end. */
    private static Figure forces(Effort effort, Path scratch, int branches, Goal goal) throws Exception {
        var command = Child.java(
                List.of(),
                BranchForces.class,
                scratch.resolve("journal-of-" + branches).toString(),
                Integer.toString(branches),
                Integer.toString(effort.choose(1024, 4096) / branches));
        return Figure.of(
                        "Forces per record, " + branches + " branches of steps",
                        new Quantity(Forces.count(command).perRecord(), ""),
                        goal)
                .noting("Counted by the system in a process of its own, its start included; two records per step");
    }
}
