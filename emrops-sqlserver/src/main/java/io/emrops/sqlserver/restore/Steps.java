package io.emrops.sqlserver.restore;

import io.emrops.backup.Backup;
import io.emrops.recovery.RecoveryPlan;
import io.emrops.recovery.RecoverySource;
import io.emrops.recovery.Secured;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is restored one after the other.
 *
 * @param sources in their order
 * @param stopAt what every restore of a log is told; empty to restore all of each
 * @param heldAnyhow whether the end of the last one is far enough, whatever the server says of the moment
 */
record Steps(List<RecoverySource> sources, Optional<LocalDateTime> stopAt, boolean heldAnyhow) {
    Steps {
        sources = List.copyOf(sources);
    }

    /**
     * Where the end of the log that was backed up ends, if that is before the moment, which it was to come to. Its time has whole seconds: it is before only
     * if it certainly is.
     */
    static Optional<Instant> shortOf(RecoveryPlan plan, Secured secured) {
        return plan.needsTail() && !plan.request().isToBackup()
                ? secured.tail()
                        .map(RecoverySource::finishedAt)
                        .filter(end -> end.plusSeconds(1).isBefore(plan.stopsAt()))
                : Optional.empty();
    }

    /** To the moment, or to the end of the chosen backup. */
    static Steps of(RecoveryPlan plan, Secured secured) {
        var details = PlanDetails.of(plan);
        var sources = new ArrayList<>(plan.sources());
        if (plan.needsTail()) {
            sources.add(secured.tail()
                    .orElseThrow(() ->
                            new IllegalArgumentException("The plan needs the end of the log, and it was not secured")));
        }
        return new Steps(
                sources,
                details.stopAt(),
                details.heldAnyhow() && shortOf(plan, secured).isEmpty());
    }

    int size() {
        return sources.size();
    }

    RecoverySource get(int index) {
        return sources.get(index);
    }

    boolean isLog(int index) {
        return get(index).kind() == Backup.Kind.LOG;
    }
}
