package io.emrops.metrics;

import io.emrops.Check;
import io.emrops.Finding;
import io.emrops.InDoubt;
import io.emrops.Operation;
import io.emrops.Value;
import io.emrops.internal.Words;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Steps and checks over a {@link MetricsProvider}.
 *
 * <pre>{@code
 * var limits = Thresholds.none().cpuBelow(0.7).memoryBelow(DataSize.gib(2)).noRestarts().noOomKills().healthy();
 * rb.verify("load", "The services keep to their limits", Metrics.within(metrics, limits, Duration.ofMinutes(5)));
 *
 * var report = rb.step("measure", "Measure", Metrics.performanceReport(metrics, limits, ofMinutes(15), directory)).inDoubt(rerun());
 * rb.verify("kept", "They keep to them", Metrics.kept(report));
 * }</pre>
 */
public final class Metrics {
    private Metrics() {}

    /**
     * All instances keep to the thresholds over a window of time that begins when the check does. What was measured is told. Too little of it is not ok, and neither is
     * a platform that is lost meanwhile.
     *
     * @param thresholds at least one
     * @param window at least five seconds
     */
    public static Check within(MetricsProvider provider, Thresholds thresholds, Duration window) {
        if (thresholds.isNone()) {
            throw new IllegalArgumentException("There are no thresholds to keep to");
        }
        requireLong(window);
        return Check.of(
                "For " + Words.of(window) + ": " + thresholds,
                run -> Judgement.of(thresholds, provider.measure(window, Measurement.pace(window), run.progress())));
    }

    /** What each service uses; always ok, for a look before something is done. */
    public static Check reported(MetricsProvider provider) {
        return Check.of("What each service uses is told", run -> {
            var sample = provider.sample();
            var lines = new ArrayList<String>();
            sample.services().forEach(service -> lines.add(line(service)));
            var running = sample.instances().stream()
                    .filter(each -> each.state().running())
                    .count();
            return new Finding(
                    true,
                    running + " of " + Amounts.count(sample.instances().size(), "instance", "instances") + " "
                            + (running == 1 ? "runs" : "run"),
                    lines);
        });
    }

    private static String line(ServiceMetrics service) {
        var words = new ArrayList<String>();
        words.add(service.running() + " of " + service.instances() + " running");
        service.total().flatMap(Usage::cpu).ifPresent(cpu -> words.add("CPU " + cpu));
        service.total()
                .flatMap(Usage::memory)
                .ifPresent(memory -> words.add("memory " + memory.used()
                        + memory.limit().map(limit -> " of " + limit).orElse("")));
        add(words, "network", service.total().flatMap(Usage::network), "received", "sent");
        add(words, "disk", service.total().flatMap(Usage::disk), "read", "written");
        return service.service() + ": " + String.join("; ", words);
    }

    private static void add(List<String> words, String what, Optional<Traffic> traffic, String in, String out) {
        traffic.ifPresent(known -> words.add(what + " " + Amounts.bytes(known.in()) + " " + in + ", "
                + Amounts.bytes(known.out()) + " " + out + " since the start"));
    }

    /**
     * Measures all services for a while and writes what was measured to two new files in a directory: a page with plots that needs nothing but a browser, and the same
     * numbers as JSON. They are readable for their owner alone, and the result says where they are and what their hashes are. Thresholds are drawn and held against; what does not keep
     * to them does not fail the step: see {@link #kept}. A repetition measures again and writes new files, so state {@link InDoubt#rerun}.
     *
     * @param thresholds {@link Thresholds#none} for none
     * @param window at least five seconds
     * @param directory there already
     */
    public static Operation<PerformanceReport> performanceReport(
            MetricsProvider provider, Thresholds thresholds, Duration window, Path directory) {
        Objects.requireNonNull(thresholds, "thresholds");
        requireLong(window);
        return new ReportPerformance(provider, thresholds, window, directory);
    }

    /** What was measured for a report has kept to its thresholds. A report without thresholds has not. */
    public static Check kept(Value<PerformanceReport> report) {
        return Check.of(
                "What was measured keeps to the thresholds",
                run -> run.get(report)
                        .finding()
                        .orElseGet(() -> Finding.notOk("The report was held against no thresholds")));
    }

    private static void requireLong(Duration window) {
        if (window.compareTo(Duration.ofSeconds(5)) < 0) {
            throw new IllegalArgumentException("A window is five seconds or longer, not " + Words.of(window));
        }
    }
}
