package io.emrops.runbooks;

import io.emrops.Check;
import io.emrops.InDoubt;
import io.emrops.Operation;
import io.emrops.RunbookBuilder;
import io.emrops.deploy.Deployer;
import io.emrops.deploy.Deployments;
import io.emrops.metrics.Metrics;
import io.emrops.metrics.MetricsProvider;
import io.emrops.metrics.PerformanceReport;
import io.emrops.metrics.Thresholds;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * What to look at when an application is slow: how its services are, what they use now and over a while, as a report with plots, and whether they keep to
 * what was set. It changes nothing.
 *
 * <pre>{@code
 * var look = PerformanceInvestigationRunbook.of("emrnext-performance", "Why EMRNext is slow", compose, compose.metrics())
 *         .measure(ofMinutes(15), Thresholds.none().cpuBelow(0.7).memoryBelow(gib(2)), reports)
 *         .verify("answers", "The API answers in time", Http.get(url).within(ofMillis(200)))
 *         .build();
 * }</pre>
 *
 * <p>All is measured before anything is judged; the run fails in the end if a service is not well or thresholds were not kept.
 */
public final class PerformanceInvestigationRunbook extends ReadyMadeRunbook<PerformanceInvestigationRunbook> {
    private final Deployer deployer;
    private final MetricsProvider metrics;
    private final List<Measurement> measurements = new ArrayList<>();
    private final List<Consumer<RunbookBuilder>> verifications = new ArrayList<>();

    private record Measurement(Operation<PerformanceReport> operation, boolean judged) {}

    private PerformanceInvestigationRunbook(String id, String title, Deployer deployer, MetricsProvider metrics) {
        super(id, title);
        this.deployer = Objects.requireNonNull(deployer, "deployer");
        this.metrics = Objects.requireNonNull(metrics, "metrics");
    }

    /** Begins the configuration; see {@link io.emrops.Runbook#define} for id and title. */
    public static PerformanceInvestigationRunbook of(
            String id, String title, Deployer deployer, MetricsProvider metrics) {
        return new PerformanceInvestigationRunbook(id, title, deployer, metrics);
    }

    /**
     * Measures for a while and writes a report with plots; in the end the thresholds have to be kept, if there are any.
     *
     * @param window at least five seconds
     * @param thresholds {@link Thresholds#none} for none
     * @param directory where the report goes; there already
     */
    public PerformanceInvestigationRunbook measure(Duration window, Thresholds thresholds, Path directory) {
        var operation = Metrics.performanceReport(metrics, thresholds, window, directory);
        measurements.add(new Measurement(operation, !thresholds.equals(Thresholds.none())));
        return this;
    }

    /** A verification of one's own, behind the others, such as an endpoint that answers in time. */
    public PerformanceInvestigationRunbook verify(String id, String title, Check check) {
        verifications.add(rb -> rb.verify(id, title, check));
        return this;
    }

    @Override
    PerformanceInvestigationRunbook self() {
        return this;
    }

    @Override
    void write(RunbookBuilder rb) {
        rb.withoutAutomaticUndo();
        writeBefore(rb, "Before the look");
        rb.section("What there is");
        writeProtections(rb);
        rb.verify("services", "How the services are", Deployments.servicesReported(deployer));
        rb.verify("usage", "What they use now", Metrics.reported(metrics));
        var judgements = new ArrayList<Consumer<RunbookBuilder>>();
        for (var measurement : measurements) {
            var number = judgements.isEmpty() ? "" : "-" + (judgements.size() + 1);
            var report = rb.step("measure" + number, "Measure, and write a report with plots", measurement.operation())
                    .inDoubt(InDoubt.rerun());
            judgements.add(later -> {
                if (measurement.judged()) {
                    later.verify("kept" + number, "The services keep to their limits", Metrics.kept(report));
                }
            });
        }
        rb.section("Verification");
        rb.verify("well", "All services run", Deployments.allServicesWell(deployer));
        judgements.forEach(part -> part.accept(rb));
        verifications.forEach(part -> part.accept(rb));
        writeAfter(rb);
    }
}
