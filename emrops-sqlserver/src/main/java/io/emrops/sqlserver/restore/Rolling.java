package io.emrops.sqlserver.restore;

import io.emrops.PreconditionFailedException;
import io.emrops.Progress;
import io.emrops.StepFailedException;
import io.emrops.recovery.RecoveryPlan;
import io.emrops.recovery.Secured;
import io.emrops.sqlserver.recovery.RecoveryDecision.Reach;
import java.util.Optional;

/** Brings a closed database to the moment, from wherever it stands. */
final class Rolling {
    private final Instance instance;
    private final RecoveryPlan plan;
    private final Secured secured;
    private final Steps steps;
    private final PlanDetails details;
    private final Optional<Moves> moves;
    private final String name;

    Rolling(Instance instance, RecoveryPlan plan, Secured secured) {
        this.instance = instance;
        this.plan = plan;
        this.secured = secured;
        this.steps = Steps.of(plan, secured);
        this.details = PlanDetails.of(plan);
        this.name = plan.request().result();
        this.moves = plan.request().isInPlace()
                ? Optional.empty()
                : Optional.of(new Moves(instance, details, TailFile.token(plan)));
    }

    void roll(Line line, Progress progress) throws InterruptedException {
        var standing = instance.standing(plan);
        if (standing.isOpenAfter(steps)) {
            return;
        }
        requireClosed(standing);
        var done = standing.isRestoring() ? standing.done(steps) : 0;
        if (isAtTheMoment(standing, done)) {
            return;
        }
        restoring(line, progress, isLostForGood(standing)).from(next(done));
    }

    /** Not restoring, and closed as it was secured. */
    private boolean isOverwritable(ServerDatabase database) {
        return plan.request().isInPlace() && (database.isBroken() || details.keepsNoLog() && database.isOffline());
    }

    Restoring restoring(Line line, Progress progress, boolean replace) {
        return new Restoring(instance, line, name, steps, progress, moves, replace);
    }

    /** The end of its log could not be secured, and its loss is accepted. Only then the server is told to ask for nothing. */
    private boolean isLostForGood(Standing standing) {
        return plan.request().lossAccepted()
                && secured.tail().isEmpty()
                && standing.database().filter(this::isOverwritable).isPresent();
    }

    /** Whether the server shows it; if it does not, restoring the last log again tells. */
    boolean isAtTheMoment(Standing standing, int done) {
        return done > 0 && (done == steps.size() && steps.heldAnyhow() || standing.stoppedInside(steps, done));
    }

    Steps steps() {
        return steps;
    }

    /** A log in which the moment may lie is restored again: what the server said of it then was perhaps not heard. */
    private int next(int done) {
        return done > 0 && PlanDetails.reach(steps.get(done - 1)) != Reach.WHOLE && steps.isLog(done - 1)
                ? done - 1
                : done;
    }

    private void requireClosed(Standing standing) {
        var target = instance.target(name);
        if (standing.database().isEmpty()) {
            if (plan.request().isInPlace()) {
                throw new StepFailedException("There is no database " + name + " any more", null, target, null);
            }
            return;
        }
        var database = standing.database().get();
        var ours = moves.map(to -> to.isOfThis(database)).orElse(true);
        if (!ours) {
            throw new PreconditionFailedException(
                    name + " has come into being since, and not by this recovery; it is left alone", null, target);
        }
        if (!database.isRestoring() && !isOverwritable(database)) {
            throw new PreconditionFailedException(
                    name + " is " + database.state() + ", and not secured; nothing was changed", null, target);
        }
        if (!database.isRestoring() && !details.isOf(database)) {
            throw new PreconditionFailedException(
                    name + " is " + database.state()
                            + ", and another database of that name by now; it is left alone. Nothing was changed",
                    null,
                    target);
        }
    }
}
