package io.emrops.benchmarks.weblog;

import io.emrops.benchmarks.Benchmark;
import io.emrops.benchmarks.Effort;
import io.emrops.benchmarks.process.Child;
import io.emrops.benchmarks.table.Figure;
import io.emrops.benchmarks.table.Goal;
import io.emrops.benchmarks.table.Quantity;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A day's W3C log of 1 GiB, summed up by the hour: requests, errors, p95 and the first three paths. Whole processes that take turns on the same file, and that have to give the same
 * answer.
 */
public final class WebLogBenchmark implements Benchmark {
    private static final String OURS = "ours";
    private static final String MAWK = "mawk";
    private static final String DUCKDB = "DuckDB";
    private static final String SPLIT = "split loop";

    @Override
    public String name() {
        return "weblog";
    }

    @Override
    public List<Figure> run(Effort effort, Path scratch) throws Exception {
        var mib = effort.choose(512, 1024);
        var file = scratch.resolve("u_ex261122.log");
        SampleLog.write(file, mib);
        var commands = commands(file);
        var wall = new LinkedHashMap<String, List<Double>>();
        var cpu = new LinkedHashMap<String, List<Double>>();
        var lines = 0L;
        for (var round = 0; round <= effort.choose(2, 5); round++) {
            var answer = "";
            for (var contender : commands.entrySet()) {
                var ended = Child.run(contender.getValue());
                answer = requireSame(contender.getKey(), answer, ended.output().strip());
                // The first round brings the file into memory.
                if (round > 0) {
                    add(wall, contender.getKey(), ended.wall().toNanos() / 1e9);
                    add(cpu, contender.getKey(), ended.cpu().toNanos() / 1e9);
                }
            }
            lines = answer.lines()
                    .mapToLong(hour -> Long.parseLong(hour.split(" ")[1]))
                    .sum();
        }
        Files.delete(file);
        return figures("Log of %d MiB, %,d requests".formatted(mib, lines), mib, wall, cpu);
    }

    private static Map<String, List<String>> commands(Path file) throws InterruptedException {
        var commands = new LinkedHashMap<String, List<String>>();
        commands.put(OURS, Child.java(List.of("-Xmx64m"), SumUp.class, file.toString()));
        Peers.mawk(file).ifPresent(command -> commands.put(MAWK, command));
        Peers.duckDb(file).ifPresent(command -> commands.put(DUCKDB, command));
        commands.put(SPLIT, Child.java(List.of(), SplitLoop.class, file.toString()));
        return commands;
    }

    private static String requireSame(String who, String before, String answer) {
        if (answer.isEmpty() || !before.isEmpty() && !before.equals(answer)) {
            throw new IllegalStateException("The answer of " + who + " is another:\n" + answer + "\nthan\n" + before);
        }
        return answer;
    }

    private static void add(Map<String, List<Double>> all, String who, double value) {
        all.computeIfAbsent(who, name -> new ArrayList<>()).add(value);
    }

    private static List<Figure> figures(
            String what, int mib, Map<String, List<Double>> wall, Map<String, List<Double>> cpu) {
        var goals = Map.of(MAWK, 1.0, DUCKDB, 1.5, SPLIT, 2.0);
        var figures = new ArrayList<Figure>();
        for (var peer : List.of(MAWK, DUCKDB, SPLIT)) {
            if (wall.containsKey(peer)) {
                figures.add(Figure.of(what, rate(wall, OURS, mib), Goal.ratioAtLeast(goals.get(peer)))
                        .beside(peer, rate(wall, peer, mib).value())
                        .noting("By wall time; by time of the processor "
                                + Quantity.digits(median(cpu, peer) / median(cpu, OURS))
                                + " ×. Ours with a heap of 64 MiB."));
            } else {
                System.out.println("  no " + peer + " here: left out");
            }
        }
        return figures;
    }

    private static Quantity rate(Map<String, List<Double>> seconds, String who, int mib) {
        return new Quantity(mib / median(seconds, who), "MiB/s");
    }

    private static double median(Map<String, List<Double>> all, String who) {
        return Quantity.median(all.getOrDefault(who, List.of()).stream()
                .mapToDouble(Double::doubleValue)
                .toArray());
    }
}
