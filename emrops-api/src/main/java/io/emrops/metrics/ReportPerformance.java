package io.emrops.metrics;

import io.emrops.Finding;
import io.emrops.Inputs;
import io.emrops.Operation;
import io.emrops.Output;
import io.emrops.PreconditionFailedException;
import io.emrops.Preview;
import io.emrops.Probe;
import io.emrops.StepContext;
import io.emrops.StepFailedException;
import io.emrops.Target;
import io.emrops.Undoing;
import io.emrops.internal.ReportWriter;
import io.emrops.internal.Words;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** See {@link Metrics#performanceReport}. */
record ReportPerformance(MetricsProvider provider, Thresholds thresholds, Duration window, Path directory)
        implements Operation<PerformanceReport> {
    private static final DateTimeFormatter MOMENT =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    @Override
    public String describe() {
        return "Measure all services for " + Words.of(window) + ", and write a report with plots"
                + (thresholds.isNone() ? "" : "; thresholds: " + thresholds);
    }

    @Override
    public Output<PerformanceReport> output() {
        return Output.of(PerformanceReport.class);
    }

    @Override
    public Target target() {
        return provider.target();
    }

    @Override
    public Preview<PerformanceReport> preview(Inputs in) throws InterruptedException {
        requireDirectory();
        var preview = Preview.<PerformanceReport>of("New files in " + directory);
        for (var service : provider.sample().services()) {
            preview = preview.remark(
                    service.service() + ": " + service.running() + " of " + service.instances() + " running");
        }
        return preview;
    }

    @Override
    public PerformanceReport execute(StepContext run) throws InterruptedException {
        requireDirectory();
        var target = provider.target();
        var measured = provider.measure(window, Measurement.pace(window), run.progress());
        var finding = thresholds.isNone() ? Optional.<Finding>empty() : Optional.of(Judgement.of(thresholds, measured));
        var series = ServiceSeries.of(measured);
        var page = PerformancePage.of(target, measured, series, thresholds, finding);
        var json = PerformanceJson.of(target, measured, series, thresholds, finding);
        var name =
                "performance-" + target.name().replaceAll("[^A-Za-z0-9_-]", "_") + "-" + MOMENT.format(measured.from());
        try {
            return new PerformanceReport(
                    measured.from(),
                    window,
                    measured.samples().size(),
                    finding,
                    series.stream().map(ServicePerformance::of).toList(),
                    List.of(write(name, ".html", page.toHtml()), write(name, ".json", json)));
        } catch (IOException e) {
            throw new StepFailedException(
                    "The report could not be written to " + directory + ": "
                            + e.getClass().getSimpleName() + ". A part of it may be there; nothing else was changed",
                    e);
        }
    }

    private ReportFile write(String name, String ending, String content) throws IOException {
        try (var file = ReportWriter.create(directory, name, ending)) {
            file.write(content);
            var written = file.finish();
            return new ReportFile(written.path(), written.bytes(), written.sha256());
        }
    }

    private void requireDirectory() {
        if (!Files.isDirectory(directory)) {
            throw new PreconditionFailedException("There is no directory " + directory + " for the report");
        }
    }

    @Override
    public Probe<PerformanceReport> probe(StepContext run) {
        return Probe.unknown("files of an attempt that was cut off are not looked for; a repetition writes new ones");
    }

    @Override
    public Undoing<PerformanceReport> undoing() {
        return Undoing.nothing("a report is kept");
    }

    @Override
    public String kind() {
        return "metrics.performance-report";
    }

    @Override
    public Map<String, String> configuration() {
        var configuration = new TreeMap<>(thresholds.configuration());
        configuration.put("window", window.toString());
        configuration.put("directory", directory.toString());
        return configuration;
    }
}
