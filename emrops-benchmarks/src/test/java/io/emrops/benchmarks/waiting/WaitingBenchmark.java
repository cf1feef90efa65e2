package io.emrops.benchmarks.waiting;

import io.emrops.benchmarks.Benchmark;
import io.emrops.benchmarks.Effort;
import io.emrops.benchmarks.process.Child;
import io.emrops.benchmarks.process.Jvm;
import io.emrops.benchmarks.table.Figure;
import io.emrops.benchmarks.table.Goal;
import io.emrops.benchmarks.table.Quantity;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A thousand steps of one run that wait at once, beside a thousand threads that sleep. */
public final class WaitingBenchmark implements Benchmark {
    /** Sixteen at work, and those that came back from bodies at the same moment; they end after a second. One for each step is 1,000. */
    private static final int MOST_IDLE_THREADS = 64;

    private static final String STEPS = "1000";
    private static final String WAIT_MS = "500";

    /** So long that all of them wait before the first goes on; the process ends when its threads are counted. */
    private static final String HOUR_MS = "3600000";

    /** What suits a small program that mostly waits. */
    private static final List<String> SMALL = List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx16m");

    @Override
    public String name() {
        return "waiting";
    }

    @Override
    public List<Figure> run(Effort effort, Path scratch) throws Exception {
        var jvm = Jvm.here(scratch);
        var figures = new ArrayList<>(goals(jvm, effort.choose(1, 3), scratch));
        if (effort == Effort.FULL) {
            figures.addAll(besides(jvm, scratch));
            if (jvm.onNewer().isPresent()) {
                figures.addAll(goals(jvm.onNewer().get(), 3, scratch));
            }
        }
        return figures;
    }

    private static List<Figure> goals(Jvm jvm, int rounds, Path scratch) throws Exception {
        var ours = new ArrayList<Child.Ended>();
        var asleep = new ArrayList<Child.Ended>();
        for (int round = 0; round < rounds; round++) {
            ours.add(steps(jvm, SMALL, scratch.resolve(jvm.name() + " " + round), WAIT_MS, "attempts"));
            asleep.add(Child.run(jvm.java(SMALL, SleepingThreads.class, STEPS, WAIT_MS)));
        }
        var threads = steps(jvm, SMALL, scratch.resolve(jvm.name() + " threads"), HOUR_MS, "attempts", "count");
        var what = what(jvm);
        var peer = "1,000 sleeping threads";
        return List.of(
                Figure.of(
                                what + "threads held",
                                new Quantity(threads.value("threads"), ""),
                                Goal.atMost(MOST_IDLE_THREADS).asFact())
                        .noting(String.format(
                                Locale.ROOT,
                                "Live while all wait, without those of an idle engine; %.0f at the most before that.",
                                threads.value("peak-threads"))),
                Figure.of(what + "peak memory", megabytes(ours), Goal.atMost(60))
                        .beside(peer, megabytes(asleep).value())
                        .noting("All of the process (VmHWM), both with " + String.join(" ", SMALL) + "."),
                Figure.of(what + "overrun", overrun(ours), Goal.atMost(100))
                        .beside(peer, overrun(asleep).value())
                        .noting(
                                "From when the last was due until the last had gone on, its intent forced; the threads force"
                                        + " nothing. Waits for a next attempt after 500 ms."));
    }

    private static List<Figure> besides(Jvm jvm, Path scratch) throws Exception {
        var usual = List.of(steps(jvm, List.of(), scratch.resolve("usual"), WAIT_MS, "attempts"));
        var looks = List.of(steps(jvm, SMALL, scratch.resolve("looks"), WAIT_MS, "looks"));
        return List.of(
                Figure.of(what(jvm) + "peak memory without options", megabytes(usual), Goal.NONE),
                Figure.of(what(jvm) + "overrun of checks", overrun(looks), Goal.NONE)
                        .noting("The same with checks that look again every 500 ms, in a branch each."));
    }

    private static String what(Jvm jvm) {
        return "1,000 steps wait, " + jvm.name() + ", ";
    }

    private static Child.Ended steps(
            Jvm jvm, List<String> options, Path directory, String wait, String kind, String... more) throws Exception {
        var arguments = new ArrayList<>(List.of(directory.toString(), STEPS, wait, kind));
        arguments.addAll(List.of(more));
        return Child.run(jvm.java(options, WaitingSteps.class, arguments.toArray(String[]::new)));
    }

    private static Quantity megabytes(List<Child.Ended> rounds) {
        return new Quantity(
                Quantity.median(rounds.stream()
                        .mapToDouble(e -> e.value("peak-kb") / 1024)
                        .toArray()),
                "MB");
    }

    private static Quantity overrun(List<Child.Ended> rounds) {
        return new Quantity(
                Quantity.median(
                        rounds.stream().mapToDouble(e -> e.value("overrun-ms")).toArray()),
                "ms");
    }
}
