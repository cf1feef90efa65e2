package io.emrops.sqlserver.maintenance;

import io.emrops.maintenance.MaintenanceTask;
import io.emrops.maintenance.MaintenanceTask.Kind;
import io.emrops.sqlserver.statement.StatisticsStatement.Sample;
import java.util.Optional;

/**
 * A task, with what its statement needs.
 *
 * @param key of the index or the statistics
 * @param sample of how many rows statistics are made
 * @param manual whether the server leaves the statistics alone
 * @param instead what is done if the server cannot do it in this way; empty if nothing is allowed
 */
record Job(MaintenanceTask task, Facts.Key key, Sample sample, boolean manual, Optional<Kind> instead) {
    Job as(Kind kind) {
        var changed =
                new MaintenanceTask(kind, task.table(), task.name(), task.partition(), task.reason(), task.before());
        return new Job(changed, key, sample, manual, Optional.empty());
    }
}
