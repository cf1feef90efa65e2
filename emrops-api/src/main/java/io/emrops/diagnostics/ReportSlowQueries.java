package io.emrops.diagnostics;

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
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** See {@link Diagnostics#slowQueries}. */
record ReportSlowQueries(DiagnosticsProvider provider, SlowQueryRequest request, Path directory)
        implements Operation<SlowQueryReport> {
    @Override
    public String describe() {
        return "Find " + request + ", and write their texts and plans, without literals, to files";
    }

    @Override
    public Output<SlowQueryReport> output() {
        return Output.of(SlowQueryReport.class);
    }

    @Override
    public Target target() {
        return provider.target();
    }

    @Override
    public Preview<SlowQueryReport> preview(Inputs in) {
        requireDirectory();
        var found = provider.slowQueries(request);
        var preview = Preview.<SlowQueryReport>of("New files in " + directory);
        for (var query : found.queries()) {
            preview = preview.remark(query.toString());
        }
        for (var remark : found.remarks()) {
            preview = preview.remark(remark);
        }
        return preview;
    }

    @Override
    public SlowQueryReport execute(StepContext run) {
        requireDirectory();
        var found = provider.slowQueries(request);
        try (var writer = new SlowQueryWriter(directory, found)) {
            provider.details(found, details -> write(writer, details));
            return new SlowQueryReport(found, writer.finish());
        } catch (IOException | UncheckedIOException e) {
            throw new StepFailedException(
                    "The report could not be written to " + directory + ": "
                            + e.getClass().getSimpleName() + ". A part of it may be there; nothing else was changed",
                    e);
        }
    }

    private static void write(SlowQueryWriter writer, QueryDetails details) {
        try {
            writer.write(details);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void requireDirectory() {
        if (!Files.isDirectory(directory)) {
            throw new PreconditionFailedException("There is no directory " + directory + " for the report");
        }
    }

    @Override
    public Probe<SlowQueryReport> probe(StepContext run) {
        return Probe.unknown("files of an attempt that was cut off are not looked for; a repetition writes new ones");
    }

    @Override
    public Undoing<SlowQueryReport> undoing() {
        return Undoing.nothing("a report is kept");
    }

    @Override
    public String kind() {
        return "diagnostics.slow-queries";
    }

    @Override
    public Map<String, String> configuration() {
        var configuration = new TreeMap<>(request.configuration());
        configuration.put("directory", directory.toString());
        return configuration;
    }
}
