package io.emrops.sqlserver.maintenance;

import io.emrops.maintenance.MaintenanceRequest;
import io.emrops.maintenance.MaintenanceTask.Kind;
import io.emrops.sqlserver.statement.IndexStatement;
import io.emrops.sqlserver.statement.IndexStatement.Rebuild;
import io.emrops.sqlserver.statement.StatisticsStatement;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/** Makes statements of jobs. */
final class JobStatement {
    private JobStatement() {}

    /** @param left of the time; a rebuild that can be resumed ends by itself then, even if nobody is there any more to cancel it */
    static String of(Job job, MaintenanceRequest request, Optional<Duration> left) {
        var task = job.task();
        var schema = task.table().schema();
        var table = task.table().name();
        if (task.kind().isStatistics()) {
            return StatisticsStatement.update(schema, table, task.name(), job.sample(), job.manual());
        }
        var index = IndexStatement.of(schema, table, task.name(), task.partition());
        var wait = minutes(request.lockWait());
        var stop = left.map(JobStatement::minutes).map(OptionalInt::of).orElseGet(OptionalInt::empty);
        return switch (task.kind()) {
            case ABORT_REBUILD -> index.abort();
            case RESUME_REBUILD -> index.resume(wait, request.maxDop(), stop);
            case REORGANIZE -> index.reorganize();
            case REBUILD_RESUMABLE -> index.rebuild(new Rebuild(true, true, wait, request.maxDop(), stop));
            case REBUILD_ONLINE, REBUILD_OFFLINE ->
                index.rebuild(new Rebuild(
                        task.kind() == Kind.REBUILD_ONLINE, false, wait, request.maxDop(), OptionalInt.empty()));
            case UPDATE_STATISTICS, UPDATE_STATISTICS_FULLSCAN -> throw new IllegalStateException("told above");
        };
    }

    /** Begun ones count. */
    private static int minutes(Duration time) {
        return (int) Math.max(
                1, Math.min(Integer.MAX_VALUE, time.plusMinutes(1).minusNanos(1).toMinutes()));
    }
}
