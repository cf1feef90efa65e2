package io.emrops.sqlserver.maintenance;

import io.emrops.maintenance.MaintenanceRequest;
import io.emrops.maintenance.MaintenanceRequest.Scope;
import io.emrops.maintenance.MaintenanceTask;
import io.emrops.maintenance.MaintenanceTask.Kind;
import io.emrops.maintenance.Measurement;
import io.emrops.sqlserver.statement.StatisticsStatement.Sample;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Whether statistics are due. */
final class StatisticsChoice {
    /** Statistics of a table that changes little are made anew after this time, if it has changed at all. */
    private static final Duration OLD = Duration.ofDays(30);

    private final MaintenanceRequest request;
    private final Instant now;

    StatisticsChoice(MaintenanceRequest request, Instant now) {
        this.request = request;
        this.now = now;
    }

    /**
     * After how many changes the server itself takes statistics for outdated, from compatibility level 130 on ("Statistics").
     *
     * @param rows when they were made
     */
    static long threshold(long rows) {
        var linear = 500 + rows / 5;
        return Math.max(1, Math.min(linear, (long) Math.sqrt(1000.0 * rows)));
    }

    Choice of(Facts.Statistics statistics) {
        if (!statistics.visible() && statistics.tableRows() > 0) {
            return new Choice.Left(
                    statistics.table(), statistics.name(), "the login may not see how old these statistics are");
        }
        var reason = reason(statistics);
        if (reason.isEmpty()) {
            return Choice.Nothing.IN_ORDER;
        }
        var measured = statistics.measured();
        var full = request.fullScan() && statistics.persistedSample().isEmpty();
        var task = new MaintenanceTask(
                full ? Kind.UPDATE_STATISTICS_FULLSCAN : Kind.UPDATE_STATISTICS,
                statistics.table(),
                statistics.name(),
                0,
                reason,
                measured);
        var sample = full
                ? Sample.FULL
                : measured.isFullScan() && statistics.persistedSample().isEmpty() ? Sample.AS_BEFORE : Sample.DEFAULT;
        return new Choice.Due(new Job(task, statistics.key(), sample, statistics.manual(), Optional.empty()));
    }

    /** Empty if they are not due. */
    private String reason(Facts.Statistics statistics) {
        var measured = statistics.measured();
        if (statistics.tableRows() == 0) {
            return "";
        }
        if (measured.statisticsAt().isEmpty()) {
            return "never made";
        }
        var madeAt = measured.statisticsAt().get();
        var wantsMore = request.fullScan() && statistics.persistedSample().isEmpty() && !measured.isFullScan();
        if (wantsMore) {
            return "made of " + measured.sampled().orElse(0L) + " of "
                    + measured.rows().orElse(0L) + " rows";
        }
        if (madeAt.isAfter(now.minus(request.cycle()))) {
            return "";
        }
        return request.scope() == Scope.EVERYTHING ? "made at " + madeAt : changes(measured, madeAt);
    }

    private String changes(Measurement measured, Instant madeAt) {
        var rows = measured.rows().orElse(0L);
        var changes = measured.changes().orElse(0L);
        var many = changes >= threshold(rows);
        var old = changes > 0 && madeAt.isBefore(now.minus(OLD));
        return many || old ? changes + " changes to " + rows + " rows since " + madeAt : "";
    }
}
