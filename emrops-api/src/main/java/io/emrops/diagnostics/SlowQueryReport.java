package io.emrops.diagnostics;

import java.util.List;
import java.util.Objects;

/**
 * Slow queries by their numbers, and where their texts and plans were written.
 *
 * @param queries by their numbers
 * @param files with texts and with plans; readable for their owner alone
 */
public record SlowQueryReport(SlowQueries queries, List<ReportFile> files) {
    public SlowQueryReport {
        Objects.requireNonNull(queries, "queries");
        files = List.copyOf(files);
    }
}
