package io.emrops.benchmarks.audit;

import io.emrops.benchmarks.Benchmark;
import io.emrops.benchmarks.Effort;
import io.emrops.benchmarks.process.Child;
import io.emrops.benchmarks.process.Child.Ended;
import io.emrops.benchmarks.table.Figure;
import io.emrops.benchmarks.table.Goal;
import io.emrops.benchmarks.table.Quantity;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Two million audit events, read and exported in a small heap, beside a loop of the driver's over the same rows. */
public final class AuditBenchmark implements Benchmark {
    private static final int HEAP_MIB = 64;
    private static final List<String> SMALL = List.of("-XX:+UseSerialGC", "-Xmx" + HEAP_MIB + "m");

    @Override
    public String name() {
        return "audit";
    }

    @Override
    public List<Figure> run(Effort effort, Path scratch) throws Exception {
        var rows = effort.choose(200_000, 2_000_000);
        var rounds = effort.choose(1, 3);
        var driver = new ArrayList<Ended>();
        var read = new ArrayList<Ended>();
        var written = new ArrayList<Ended>();
        try (var server = new AuditServer(rows)) {
            for (var round = 0; round < rounds; round++) {
                driver.add(child(DriverLoop.class, rows, server.arguments()));
                read.add(child(AuditLoop.class, rows, server.arguments()));
                var file = scratch.resolve("events.csv");
                written.add(child(AuditLoop.class, rows, server.arguments(file.toString())));
                requireLines(file, rows + 1L);
                Files.delete(file);
            }
        }
        var what = String.format(Locale.ROOT, "%,d audit events, ", rows);
        return List.of(
                rate(what + "read", rows, read, driver, 0.9),
                rate(what + "exported as CSV", rows, written, driver, 0.8),
                Figure.of(
                                what + "heap at most",
                                heap(written),
                                Goal.atMost(HEAP_MIB).asFact())
                        .beside("driver's loop", heap(driver).value())
                        .noting("Garbage included, in processes of " + String.join(" ", SMALL)
                                + ", which is why it cannot be more"),
                cpu(what + "read, CPU", read, driver),
                cpu(what + "exported as CSV, CPU", written, driver));
    }

    private static Ended child(Class<?> main, long rows, String... arguments) throws Exception {
        var ended = Child.run(Child.java(SMALL, main, arguments));
        if (ended.value("rows") != rows) {
            throw new IllegalStateException(main.getSimpleName() + " read " + ended.value("rows") + " rows");
        }
        return ended;
    }

    private static void requireLines(Path file, long expected) throws Exception {
        try (var lines = Files.lines(file)) {
            var found = lines.count();
            if (found != expected) {
                throw new IllegalStateException("The file has " + found + " lines");
            }
        }
    }

    private static Figure rate(String what, long rows, List<Ended> ours, List<Ended> driver, double goal) {
        return Figure.of(what, new Quantity(rows / median(ours, "seconds"), "events/s"), Goal.ratioAtLeast(goal))
                .beside("driver's loop", rows / median(driver, "seconds"))
                .noting(
                        "From connecting to the last row, in new JVMs that have connected once; the server makes the rows on the same machine. Rounds "
                                + spread(ours) + " s, the driver's " + spread(driver) + " s");
    }

    private static Figure cpu(String what, List<Ended> ours, List<Ended> driver) {
        return Figure.of(what, new Quantity(median(ours, "cpu-seconds"), "s"), Goal.NONE)
                .beside("driver's loop", median(driver, "cpu-seconds"))
                .noting("Of the reading process alone");
    }

    private static Quantity heap(List<Ended> rounds) {
        return new Quantity(
                rounds.stream().mapToDouble(e -> e.value("heap-mib")).max().orElseThrow(), "MB");
    }

    private static double median(List<Ended> rounds, String name) {
        return Quantity.median(rounds.stream().mapToDouble(e -> e.value(name)).toArray());
    }

    private static String spread(List<Ended> rounds) {
        var all = rounds.stream().mapToDouble(e -> e.value("seconds")).sorted().toArray();
        return String.format(Locale.ROOT, "%.1f to %.1f", all[0], all[all.length - 1]);
    }
}
