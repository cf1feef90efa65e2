package io.emrops.benchmarks.resume;

import io.emrops.benchmarks.Benchmark;
import io.emrops.benchmarks.Effort;
import io.emrops.benchmarks.process.Child;
import io.emrops.benchmarks.process.Jvm;
import io.emrops.benchmarks.table.Figure;
import io.emrops.benchmarks.table.Goal;
import io.emrops.benchmarks.table.Quantity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** A cold JVM takes up a run that was cut off in its last step, and comes to the body of that step. */
public final class ResumeBenchmark implements Benchmark {
    @Override
    public String name() {
        return "resume";
    }

    @Override
    public List<Figure> run(Effort effort, Path scratch) throws Exception {
        var jvm = Jvm.here(scratch);
        var figures = new ArrayList<Figure>();
        figures.addAll(figures(jvm, scratch, 10_000, effort.choose(1, 3), 1));
        if (effort == Effort.FULL) {
            figures.addAll(figures(jvm, scratch, 100_000, 3, 3));
        }
        return figures;
    }

    private static List<Figure> figures(Jvm jvm, Path scratch, int steps, int rounds, int goal) throws Exception {
        var cutOff = scratch.resolve("cut-off-" + steps);
        if (run(jvm, cutOff, steps, "begin").value("bodies") != steps) {
            throw new IllegalStateException("Not all steps were run");
        }
        var resumed = new ArrayList<Child.Ended>();
        for (int round = 0; round < rounds; round++) {
            var copy = scratch.resolve("resumed-" + steps + "-" + round);
            copy(cutOff, copy);
            var ended = run(jvm, copy, steps, "resume");
            if (ended.value("bodies") != 1) {
                throw new IllegalStateException("Finished steps were done once more");
            }
            resumed.add(ended);
        }
        var what = String.format(Locale.ROOT, "Cold resume of %,d steps, ", steps);
        return List.of(
                Figure.of(what + "wall", seconds(resumed, e -> e.wall().toNanos() / 1e9), Goal.atMost(goal))
                        .noting(shares(resumed)),
                Figure.of(what + "CPU", seconds(resumed, e -> e.cpu().toNanos() / 1e9), Goal.NONE));
    }

    private static Child.Ended run(Jvm jvm, Path directory, int steps, String how) throws Exception {
        return Child.run(jvm.java(List.of(), LongRun.class, directory.toString(), Integer.toString(steps), how));
    }

    private static Quantity seconds(List<Child.Ended> rounds, ToDoubleFunction<Child.Ended> each) {
        return new Quantity(Quantity.median(rounds.stream().mapToDouble(each).toArray()), "s");
    }

    /** Medians of the parts, as hundredths of what all of them and the start of the JVM took. */
    private static String shares(List<Child.Ended> rounds) {
        return "No journal index, no warm class; of the wall time, JVM start "
                + percent(rounds, ResumeBenchmark::beforeMain)
                + Marks.PARTS.stream()
                        .map(part -> ", " + part.replace('-', ' ') + " " + percent(rounds, e -> e.value(part + "-ms")))
                        .collect(Collectors.joining())
                + ".";
    }

    private static double beforeMain(Child.Ended ended) {
        return ended.wall().toNanos() / 1e6
                - Marks.PARTS.stream()
                        .mapToDouble(part -> ended.value(part + "-ms"))
                        .sum();
    }

    private static String percent(List<Child.Ended> rounds, ToDoubleFunction<Child.Ended> part) {
        var share = Quantity.median(rounds.stream()
                .mapToDouble(e -> part.applyAsDouble(e) / (e.wall().toNanos() / 1e6))
                .toArray());
        return Math.round(share * 100) + " %";
    }

    private static void copy(Path from, Path to) throws IOException {
        try (var files = Files.walk(from)) {
            for (var file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
    }
}
