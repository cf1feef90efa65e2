package io.emrops.benchmarks.logs;

import io.emrops.benchmarks.Benchmark;
import io.emrops.benchmarks.Effort;
import io.emrops.benchmarks.process.Child;
import io.emrops.benchmarks.table.Figure;
import io.emrops.benchmarks.table.Goal;
import io.emrops.benchmarks.table.Quantity;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A log of 1 GiB into a file: ours with times, marks and a hash, forced to the disk; beside {@code docker logs}, which forces nothing. */
public final class LogsBenchmark implements Benchmark {
    private static final long MIB = 1 << 20;
    private static final Goal AT_LEAST = Goal.ratioAtLeast(0.9);

    @Override
    public String name() {
        return "logs";
    }

    @Override
    public List<Figure> run(Effort effort, Path scratch) throws Exception {
        var image = TalkativeContainers.image();
        if (image.isEmpty()) {
            System.out.println("  no engine with an image that has a shell: not measured");
            return List.of();
        }
        var mib = effort.choose(64, 1024);
        var project = "emropsbench" + ProcessHandle.current().pid();
        try (var containers = new TalkativeContainers(project)) {
            var name = containers.write(image.get(), "api", mib * MIB);
            return measure(effort, scratch, project, name, mib);
        }
    }

    private static List<Figure> measure(Effort effort, Path scratch, String project, String container, int mib)
            throws Exception {
        var theirs = new ArrayList<Double>();
        var ours = new ArrayList<Double>();
        var withErrors = new ArrayList<Double>();
        for (int round = 0; round < effort.choose(1, 2); round++) {
            theirs.add(mib / seconds(dockerLogs(scratch.resolve("theirs"), container)));
            ours.add(mib / seconds(collect(scratch.resolve("ours"), project, mib)));
            if (round == 0) {
                withErrors.add(mib / seconds(collect(scratch.resolve("errors"), project, mib, "errors")));
            }
        }
        var what = "Log of " + mib + " MiB into a file";
        return List.of(
                Figure.of(what, median(ours), AT_LEAST)
                        .beside("docker logs --timestamps", median(theirs).value())
                        .noting("A whole process each, ours with a heap of 64 MiB and the start of its JVM."),
                Figure.of(what + ", errors grouped", median(withErrors), Goal.NONE)
                        .beside("docker logs --timestamps", median(theirs).value())
                        .noting("In the same pass; docker logs groups nothing."));
    }

    private static Quantity median(List<Double> rounds) {
        return new Quantity(
                Quantity.median(rounds.stream().mapToDouble(Double::doubleValue).toArray()), "MiB/s");
    }

    private static double seconds(Child.Ended ended) {
        return ended.wall().toNanos() / 1e9;
    }

    private static Child.Ended dockerLogs(Path file, String container) throws Exception {
        var ended = Child.run(
                List.of("bash", "-c", "docker logs --timestamps \"$0\" >\"$1\" 2>&1", container, file.toString()));
        Files.delete(file);
        return ended;
    }

    private static Child.Ended collect(Path directory, String project, int mib, String... more) throws Exception {
        PrivateDirectory.create(directory);
        var args = new ArrayList<>(List.of(project, directory.toString()));
        args.addAll(List.of(more));
        var ended = Child.run(Child.java(List.of("-Xmx64m"), CollectLogs.class, args.toArray(String[]::new)));
        // The ends of the lines do not count.
        if (ended.value("bytes") + ended.value("lines") < mib * (double) MIB - 1) {
            throw new IllegalStateException("Not all was collected: " + ended.output());
        }
        PrivateDirectory.remove(directory);
        return ended;
    }
}
