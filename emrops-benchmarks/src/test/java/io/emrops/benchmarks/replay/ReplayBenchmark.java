package io.emrops.benchmarks.replay;

import com.sun.management.OperatingSystemMXBean;
import io.emrops.benchmarks.Benchmark;
import io.emrops.benchmarks.Effort;
import io.emrops.benchmarks.process.Child;
import io.emrops.benchmarks.table.Figure;
import io.emrops.benchmarks.table.Goal;
import io.emrops.benchmarks.table.Quantity;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;

/** What it costs to verify a journal, in time of the processor, beside sha256sum over the same files. */
public final class ReplayBenchmark implements Benchmark {
    private static final String PEER = "sha256sum";

    @Override
    public String name() {
        return "replay";
    }

    @Override
    public List<Figure> run(Effort effort, Path scratch) throws Exception {
        var store = new SampleStore(scratch.resolve("store"), effort.choose(100_000, 1_000_000));
        store.make();
        int rounds = effort.choose(2, 7);
        var once = new double[rounds];
        var again = new double[rounds];
        var reading = new double[rounds];
        var peer = new double[rounds];
        store.verify();
        store.verify();
        store.readOne();
        for (int i = 0; i < rounds; i++) {
            once[i] = once(store);
            peer[i] = peer(store);
            again[i] = cpu(store::verify);
            reading[i] = cpu(store::readOne);
        }
        store.requireDamageIsFound();
        return figures(effort, store.records(), once, again, reading, peer);
    }

    private static List<Figure> figures(
            Effort effort, int records, double[] once, double[] again, double[] reading, double[] peer) {
        var hash = Quantity.median(peer);
        var replay = String.format(Locale.ROOT, "CPU to verify %,d records", records);
        return List.of(
                seconds(replay + ", a new JVM", once, goal(effort, 1.3)).beside(PEER, hash),
                seconds(replay + ", a warm JVM", again, goal(effort, 0.65)).beside(PEER, hash),
                seconds(
                        String.format(Locale.ROOT, "CPU to read one run of %,d among them", records / 8),
                        reading,
                        Goal.NONE));
    }

    /** The goals are for a million records: a new JVM costs as much for few as for many. */
    private static Goal goal(Effort effort, double ratio) {
        return effort == Effort.FULL ? Goal.ratioAtMost(ratio) : Goal.NONE;
    }

    private static Figure seconds(String what, double[] rounds, Goal goal) {
        var values = DoubleStream.of(rounds).summaryStatistics();
        return Figure.of(what, new Quantity(Quantity.median(rounds), "s"), goal)
                .noting(String.format(Locale.ROOT, "Rounds from %.2f to %.2f s.", values.getMin(), values.getMax()));
    }

    private static double once(SampleStore store) throws InterruptedException {
        var command = Child.java(
                List.of(), VerifyOnce.class, store.directory().toString(), Integer.toString(store.records()));
        return seconds(Child.run(command));
    }

    private static double peer(SampleStore store) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of("sha256sum"));
        store.segments().forEach(file -> command.add(file.toString()));
        return seconds(Child.run(command));
    }

    private static double seconds(Child.Ended ended) {
        return ended.cpu().toNanos() / 1e9;
    }

    private static double cpu(Runnable work) {
        var system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        long before = system.getProcessCpuTime();
        work.run();
        return (system.getProcessCpuTime() - before) / 1e9;
    }
}
