package io.emrops.benchmarks;

import io.emrops.benchmarks.audit.AuditBenchmark;
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
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

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
            var table = new Table(measure(options, scratch));
            var took = Duration.ofNanos(System.nanoTime() - started);
            System.out.println();
            System.out.print(table.text());
            System.out.printf(
                    Locale.ROOT, "%n%s in %d:%02d.%n", table.summary(), took.toMinutes(), took.toSecondsPart());
            if (options.page().isPresent()) {
                Files.writeString(
                        options.page().get(),
                        new BenchmarkPage(machine, options.commit(), LocalDate.now(ZoneOffset.UTC), table).markdown());
            }
            table.missedFacts().forEach(f -> System.out.println("Missed, whatever the machine: " + f.what()));
            return table.missedFacts().isEmpty();
        } finally {
            remove(scratch);
        }
    }

    private static List<Figure> measure(Options options, Path scratch) throws Exception {
        var figures = new ArrayList<Figure>();
        for (var benchmark : options.chosen(ALL)) {
            System.out.println("measuring " + benchmark.name() + " ...");
            var place = Files.createDirectory(scratch.resolve(benchmark.name()));
            figures.addAll(benchmark.run(options.effort(), place));
            remove(place);
        }
        return figures;
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
