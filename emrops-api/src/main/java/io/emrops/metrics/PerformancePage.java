package io.emrops.metrics;

import io.emrops.Finding;
import io.emrops.Target;
import io.emrops.internal.Words;
import io.emrops.spi.page.Block;
import io.emrops.spi.page.Page;
import io.emrops.spi.page.Text;
import io.emrops.spi.page.Tone;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;

/** A performance report for people: plots, and the same numbers as tables. */
final class PerformancePage {
    private static final String UNKNOWN = "not known";

    private final Measurement measured;
    private final List<ServiceSeries> series;
    private final Thresholds thresholds;
    private final Page.Builder page;

    private PerformancePage(String title, Measurement measured, List<ServiceSeries> series, Thresholds thresholds) {
        this.measured = measured;
        this.series = series;
        this.thresholds = thresholds;
        this.page = Page.titled(title);
    }

    static Page of(
            Target target,
            Measurement measured,
            List<ServiceSeries> series,
            Thresholds thresholds,
            Optional<Finding> finding) {
        var form = new PerformancePage("Performance of " + target.name(), measured, series, thresholds);
        finding.ifPresent(found -> form.page.callout(found.ok() ? Tone.GOOD : Tone.BAD, Text.of(found.text() + ".")));
        form.facts(target);
        form.services();
        for (var measure : Measure.values()) {
            form.measure(measure);
        }
        finding.ifPresent(form::instances);
        return form.page.build();
    }

    private void facts(Target target) {
        page.facts(List.of(
                fact("Measured", target.toString()),
                fact(
                        "From",
                        measured.from().truncatedTo(ChronoUnit.SECONDS) + " for " + Words.of(measured.window())
                                + "; all times are UTC"),
                fact("Samples", measured.samples().size() + ", one every " + Words.of(measured.every())),
                fact("Thresholds", thresholds.isNone() ? "none" : thresholds.toString())));
    }

    private static Block.Fact fact(String name, String value) {
        return new Block.Fact(Text.of(name), Text.of(value));
    }

    private void services() {
        page.heading("Services");
        page.table(
                "All services",
                List.of("Service", "Instances", "CPU, mean", "Memory, most", "Restarts", "OOM kills"),
                series.stream().map(PerformancePage::row).toList());
    }

    private static List<Text> row(ServiceSeries each) {
        return List.of(
                Text.strong(each.service()),
                Text.of("" + each.instances()),
                words(each, Measure.CPU, Statistics::mean),
                words(each, Measure.MEMORY, Statistics::most),
                count(each.incidents().restarts()),
                count(each.incidents().oomKills()));
    }

    private static Text count(int count) {
        return count == 0 ? Text.of("0") : Text.badge(Tone.ATTENTION, "" + count);
    }

    private static Text words(ServiceSeries each, Measure measure, Function<Statistics, Double> which) {
        return Text.of(
                Statistics.of(each.of(measure)).map(which).map(measure::words).orElse(UNKNOWN));
    }

    private void measure(Measure measure) {
        page.heading(measure.title);
        var known = series.stream()
                .filter(each -> Statistics.of(each.of(measure)).isPresent())
                .toList();
        if (known.isEmpty()) {
            page.paragraph("The platform has told nothing of it.");
            return;
        }
        var shown = known.size() <= LinePlot.LINES
                ? known
                : known.stream()
                        .sorted(Comparator.comparing(each -> -mean(each, measure)))
                        .limit(LinePlot.LINES)
                        .toList();
        var left = known.size() - shown.size();
        page.paragraph(
                left == 0
                        ? upper(measure.of) + "."
                        : upper(measure.of) + "; the " + LinePlot.LINES + " services with the most, and "
                                + Amounts.count(left, "other", "others") + " in the table alone.");
        page.add(new Block.Picture(
                LinePlot.of(
                        measure,
                        measured.from(),
                        end(),
                        measured.samples().stream().map(MetricsSample::at).toList(),
                        shown.stream()
                                .map(each -> new LinePlot.Line(each.service(), each.of(measure)))
                                .toList(),
                        limit(measure),
                        measure.title + " over time"),
                measure.title + " over time, a line for each service: "
                        + String.join(
                                ", ", shown.stream().map(ServiceSeries::service).toList())
                        + ". The table below has the numbers."));
        table(measure, known);
    }

    private Instant end() {
        return measured.samples().stream()
                .map(MetricsSample::at)
                .max(Instant::compareTo)
                .filter(last -> last.isAfter(measured.until()))
                .orElse(measured.until());
    }

    private OptionalDouble limit(Measure measure) {
        return switch (measure) {
            case CPU -> thresholds.cpu().map(OptionalDouble::of).orElse(OptionalDouble.empty());
            case MEMORY ->
                thresholds.memory().map(size -> OptionalDouble.of(size.bytes())).orElse(OptionalDouble.empty());
            default -> OptionalDouble.empty();
        };
    }

    private static double mean(ServiceSeries each, Measure measure) {
        return Statistics.of(each.of(measure)).orElseThrow().mean();
    }

    private static String upper(String words) {
        return Character.toUpperCase(words.charAt(0)) + words.substring(1);
    }

    private void table(Measure measure, List<ServiceSeries> known) {
        var rows = new ArrayList<List<Text>>();
        for (var each : known) {
            rows.add(List.of(
                    Text.strong(each.service()),
                    words(each, measure, Statistics::least),
                    words(each, measure, Statistics::mean),
                    words(each, measure, Statistics::p95),
                    words(each, measure, Statistics::most)));
        }
        page.table(measure.title, List.of("Service", "Least", "Mean", "95th percentile", "Most"), rows);
    }

    private void instances(Finding finding) {
        page.heading("Instances");
        page.bullets(finding.details().stream().map(Text::of).toList());
    }
}
