package io.emrops.runbooks;

import io.emrops.EmropsException;
import io.emrops.Finding;
import io.emrops.Objective;
import io.emrops.backup.BackupProvider;
import io.emrops.core.time.Durations;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** What a hospital has set itself for recoveries, and a recovery held against it. */
record RecoveryTargets(Duration time, Duration point) {
    private static final Duration WEEK = Duration.ofDays(7);

    RecoveryTargets {
        Objects.requireNonNull(time, "time");
        Objects.requireNonNull(point, "point");
    }

    /**
     * A recovery.
     *
     * @param began when the services were about to be stopped
     * @param took until all was verified again
     * @param takenBack what was committed in it is missing
     */
    record Measured(String database, Instant began, Duration took, Duration takenBack) {
        private String time() {
            return "The recovery took " + Durations.words(took);
        }

        private String point() {
            return "What was committed in the last " + Durations.words(takenBack) + " before it is missing";
        }

        /** In words, where nothing was set. */
        Finding told() {
            return Finding.ok(time() + ". " + point());
        }
    }

    /**
     * A recovery held against the targets.
     *
     * @param schedule tells what the backups of the week before it could keep; empty if nobody can
     */
    Finding held(Measured measured, Optional<BackupProvider> schedule) {
        var inTime = measured.took().compareTo(time) <= 0;
        var inPoint = measured.takenBack().compareTo(point) <= 0;
        var kept = inTime && inPoint;
        var lines = new ArrayList<>(List.of(
                measured.time() + beside("RTO", time, inTime), measured.point() + beside("RPO", point, inPoint)));
        var recoveryTime = Objective.of("Recovery time of " + measured.database() + " (RTO)", time)
                .measured(measured.took());
        var recoveryPoint = Objective.of("Recovery point of " + measured.database() + " (RPO)", point)
                .measured(measured.takenBack());
        if (schedule.isPresent()) {
            recoveryPoint =
                    besideTheSchedule(recoveryPoint, schedule.get(), measured.database(), measured.began(), lines);
        }
        return new Finding(
                kept,
                kept ? "The recovery kept its targets" : "The recovery missed a target",
                lines,
                List.of(recoveryTime, recoveryPoint));
    }

    /** What had to be done is done; that the history cannot be read is no reason to fail. */
    static Objective besideTheSchedule(
            Objective recoveryPoint, BackupProvider schedule, String database, Instant began, List<String> lines) {
        try {
            var worst = schedule.worstLoss(database, began.minus(WEEK), began);
            if (worst.isEmpty()) {
                var naked = "For part of the week before it there was no backup to restore " + database + " from";
                lines.add(naked);
                return recoveryPoint.missed(naked);
            }
            lines.add("At worst in the week before it, the changes of " + Durations.words(worst.get())
                    + " would have been lost with the server");
            return recoveryPoint.achievable(worst.get());
        } catch (EmropsException e) {
            lines.add("What the schedule of backups could keep is not known: " + e.getMessage());
            return recoveryPoint;
        }
    }

    static String beside(String name, Duration target, boolean kept) {
        return "; the target (" + name + ") is " + Durations.words(target) + (kept ? "" : ", missed");
    }
}
