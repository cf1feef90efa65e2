package io.emrops.metrics;

import io.emrops.Finding;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * How an application was in a window of time.
 *
 * @param from when the window began
 * @param samples how often was measured
 * @param finding of the thresholds; empty if none were set
 * @param services by name
 * @param files with the plots, and with all numbers
 */
public record PerformanceReport(
        Instant from,
        Duration window,
        int samples,
        Optional<Finding> finding,
        List<ServicePerformance> services,
        List<ReportFile> files) {
    public PerformanceReport {
        Objects.requireNonNull(from, "from");
        Objects.requireNonNull(window, "window");
        Objects.requireNonNull(finding, "finding");
        services = List.copyOf(services);
        files = List.copyOf(files);
    }
}
