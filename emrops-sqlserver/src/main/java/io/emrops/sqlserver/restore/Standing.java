package io.emrops.sqlserver.restore;

import io.emrops.recovery.RecoverySource;
import io.emrops.sqlserver.history.Forks;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * How far the server has come with a recovery: the database as it is, and what was restored to it since the plan was made. Restores that are not
 * those of the recovery count as none, and everything is begun again.
 *
 * @param database empty if there is none of this name
 * @param restored in the order in which it was done
 */
record Standing(Optional<ServerDatabase> database, List<Restored> restored) {
    Standing {
        restored = List.copyOf(restored);
    }

    boolean isRestoring() {
        return database.filter(ServerDatabase::isRestoring).isPresent();
    }

    boolean isOnline() {
        return database.filter(ServerDatabase::isOnline).isPresent();
    }

    /** How many of the steps the database has in it. */
    int done(Steps steps) {
        var done = matching(steps);
        return done > 0 && isRestoring() && !isWithin(steps.get(done - 1)) ? 0 : done;
    }

    private int matching(Steps steps) {
        var done = 0;
        for (var each : sinceLastFull()) {
            var isNext = done < steps.size() && is(each, steps.get(done));
            var isAgain = done > 0 && is(each, steps.get(done - 1));
            if (!(isNext || isAgain) || !each.stoppedAt(steps.stopAt())) {
                return 0;
            }
            done += isNext ? 1 : 0;
        }
        return done;
    }

    private List<Restored> sinceLastFull() {
        for (var i = restored.size() - 1; i >= 0; i--) {
            if (restored.get(i).isFull()) {
                return restored.subList(i, restored.size());
            }
        }
        return List.of();
    }

    private static boolean is(Restored restored, RecoverySource source) {
        return restored.set().equals(Optional.of(UUID.fromString(source.id())));
    }

    private boolean isWithin(RecoverySource source) {
        return database.flatMap(ServerDatabase::redoFrom)
                .map(from -> !from.isBefore(PlanDetails.first(source)) && !from.isAfter(PlanDetails.last(source)))
                .orElse(true);
    }

    /** Whether the last of these restores has stopped before the end of its log: only the moment makes it do so. */
    boolean stoppedInside(Steps steps, int done) {
        return done > 0
                && steps.isLog(done - 1)
                && database.flatMap(ServerDatabase::redoFrom)
                        .filter(from -> from.isBefore(PlanDetails.last(steps.get(done - 1))))
                        .isPresent();
    }

    /** Whether nothing was restored since the tail was backed up. */
    boolean isAsSecured(RecoverySource tail) {
        return restored.isEmpty()
                && database.flatMap(ServerDatabase::redoFrom)
                        .map(from -> from.equals(PlanDetails.last(tail)))
                        .orElse(false);
    }

    /**
     * Whether it is open with these steps in it, no more and no less. That the last one has opened it is no proof that it has come to the moment: the
     * branch that began with that tells, if it began inside the log, or at the end of one that was begun to be backed up after the moment.
     */
    boolean isOpenAfter(Steps steps) {
        var done = isOnline() ? done(steps) : 0;
        if (done == 0) {
            return false;
        }
        return done == steps.size() && steps.heldAnyhow()
                || hasOpenedIt() && (steps.stopAt().isEmpty() || branchesInside(steps, done));
    }

    /** Whether the last of these steps that were done has opened it, be it at the moment or short of it. */
    boolean wasOpenedBy(Steps steps) {
        return isOnline() && done(steps) > 0 && hasOpenedIt();
    }

    private boolean hasOpenedIt() {
        return restored.get(restored.size() - 1).recovered();
    }

    private boolean branchesInside(Steps steps, int done) {
        var log = steps.get(done - 1);
        return steps.isLog(done - 1)
                && database.flatMap(ServerDatabase::forks)
                        .flatMap(Forks::point)
                        .filter(point -> !point.isBefore(PlanDetails.first(log)))
                        .filter(point -> point.isBefore(PlanDetails.last(log))
                                || point.equals(PlanDetails.last(log)) && holdsTheMoment(log, steps))
                        .isPresent();
    }

    private static boolean holdsTheMoment(RecoverySource log, Steps steps) {
        return PlanDetails.startedAt(log)
                .filter(begin -> steps.stopAt().filter(begin::isBefore).isEmpty())
                .isPresent();
    }
}
