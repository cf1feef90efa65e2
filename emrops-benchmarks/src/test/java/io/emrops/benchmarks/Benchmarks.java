package io.emrops.benchmarks;

import io.emrops.benchmarks.audit.AuditBenchmark;
import io.emrops.benchmarks.cache.CacheBenchmark;
import io.emrops.benchmarks.docker.MetricsBenchmark;
import io.emrops.benchmarks.docker.RollingBenchmark;
import io.emrops.benchmarks.journal.JournalBenchmark;
import io.emrops.benchmarks.logs.LogsBenchmark;
import io.emrops.benchmarks.replay.ReplayBenchmark;
import io.emrops.benchmarks.resume.ResumeBenchmark;
import io.emrops.benchmarks.size.SizeBenchmark;
import io.emrops.benchmarks.start.StartBenchmark;
import io.emrops.benchmarks.steps.DurableStepsBenchmark;
import io.emrops.benchmarks.steps.StepsBenchmark;
import io.emrops.benchmarks.table.Figure;
import io.emrops.benchmarks.table.Table;
import io.emrops.benchmarks.waiting.WaitingBenchmark;
import io.emrops.benchmarks.weblog.WebLogBenchmark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Measures everything, or what is named, and prints one table. Ends with 1 if a figure that does not depend on the machine
 * misses its goal.
 */
public final class Benchmarks {
    private static final List<Benchmark> ALL = List.of(
            new StepsBenchmark(),
            new DurableStepsBenchmark(),
            new JournalBenchmark(),
            new ReplayBenchmark(),
            new ResumeBenchmark(),
            new WaitingBenchmark(),
            new StartBenchmark(),
            new AuditBenchmark(),
            new LogsBenchmark(),
            new WebLogBenchmark(),
            new CacheBenchmark(),
            new MetricsBenchmark(),
            new RollingBenchmark(),
            new SizeBenchmark());

    private Benchmarks() {}

    /** Arguments: {@code --short}, {@code --write FILE}, {@code --commit ID}, and names of benchmarks. */
    public static void main(String[] args) throws Exception {
        System.exit(run(Options.of(List.of(args))) ? 0 : 1);
    }

    /** Whether all facts are as they are to be. */
    private static boolean run(Options options) throws Exception {
        var scratch = Files.createTempDirectory(Path.of("").toAbsolutePath(), ".benchmarks");
        try {
            var machine = Machine.description(scratch);
            System.out.println(machine);
            var started = System.nanoTime();
            var measured = measure(options, scratch);
            var table =
                    new Table(measured.values().stream().flatMap(List::stream).toList());
            var took = Duration.ofNanos(System.nanoTime() - started);
            System.out.println();
            System.out.print(table.text());
            System.out.printf(
                    Locale.ROOT, "%n%s in %d:%02d.%n", table.summary(), took.toMinutes(), took.toSecondsPart());
            if (options.page().isPresent()) {
                write(
                        options.page().get(),
                        "on " + LocalDate.now(ZoneOffset.UTC) + " at commit " + options.commit() + ", on: " + machine,
                        measured);
            }
            table.missedFacts().forEach(f -> System.out.println("Missed, whatever the machine: " + f.what()));
            return table.missedFacts().isEmpty();
        } finally {
            remove(scratch);
        }
    }

    static List<String> names() {
        return ALL.stream().map(Benchmark::name).toList();
    }

    private static void write(Path file, String where, Map<String, List<Figure>> measured) throws IOException {
        var page = BenchmarkPage.of(Files.exists(file) ? Files.readString(file) : "");
        for (var each : measured.entrySet()) {
            page = page.with(each.getKey(), where, new Table(each.getValue()));
        }
        Files.writeString(file, page.markdown(names()));
    }

    /** By the names of the benchmarks; those that cannot be measured here are left out. */
    private static Map<String, List<Figure>> measure(Options options, Path scratch) throws Exception {
        var measured = new LinkedHashMap<String, List<Figure>>();
        for (var benchmark : options.chosen(ALL)) {
            System.out.println("measuring " + benchmark.name() + " ...");
            var place = Files.createDirectory(scratch.resolve(benchmark.name()));
            var figures = benchmark.run(options.effort(), place);
            if (!figures.isEmpty()) {
                measured.put(benchmark.name(), figures);
            }
            remove(place);
        }
        return measured;
    }

    private static void remove(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        try (var files = Files.walk(directory)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
