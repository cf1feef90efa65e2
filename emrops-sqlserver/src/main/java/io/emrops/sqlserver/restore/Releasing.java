package io.emrops.sqlserver.restore;

import io.emrops.Progress;
import io.emrops.StepFailedException;
import io.emrops.recovery.RecoveryPlan;
import io.emrops.recovery.RecoverySource;
import io.emrops.recovery.Secured;
import io.emrops.sqlserver.statement.Identifier;
import io.emrops.sqlserver.statement.RestoreStatement;
import java.util.Optional;
import java.util.UUID;

/** Takes a recovery back: opens the database with everything that was ever committed in it. */
final class Releasing {
    private final Instance instance;
    private final RecoveryPlan plan;
    private final Secured secured;
    private final PlanDetails details;
    private final String name;

    Releasing(Instance instance, RecoveryPlan plan, Secured secured) {
        this.instance = instance;
        this.plan = plan;
        this.secured = secured;
        this.details = PlanDetails.of(plan);
        this.name = plan.request().result();
    }

    void release(Line line, Progress progress) throws InterruptedException {
        var standing = instance.standing(plan);
        if (!plan.request().isInPlace()) {
            releaseBeside(line, standing);
            return;
        }
        var database = standing.database().orElseThrow(() -> failure("there is no database " + name + " any more"));
        if (!database.isRestoring()) {
            requireUntouched(standing, database);
            if (details.keepsNoLog() && database.isOffline()) {
                if (!details.isOf(database)) {
                    throw failure("it is another database of that name by now, which is offline");
                }
                Access.bringOnline(line, name);
            }
        } else {
            var tail = secured.tail()
                    .orElseThrow(() -> failure("restoring has begun, and there is no backup of the"
                            + " end of its log to go back to. It can only be restored further"));
            goBack(line, standing, tail, progress);
        }
        reopen(line);
    }

    private void reopen(Line line) throws InterruptedException {
        var open = instance.databases().find(name).orElseThrow();
        if (open.isOnline() && open.access().equals("SINGLE_USER")) {
            Access.open(line, name, details.access());
        }
    }

    /** Never closed, opened again, or released. */
    private void requireUntouched(Standing standing, ServerDatabase database) {
        if (standing.restored().isEmpty()) {
            return;
        }
        var last = standing.restored().get(standing.restored().size() - 1);
        var isReleased = database.isOnline()
                && last.stopAt().isEmpty()
                && secured.tail()
                        .map(tail -> last.set().equals(Optional.of(UUID.fromString(tail.id()))))
                        .orElse(false);
        if (!isReleased) {
            throw failure("it is " + database.state() + " after restores: it has been opened");
        }
    }

    private void goBack(Line line, Standing standing, RecoverySource tail, Progress progress)
            throws InterruptedException {
        if (!standing.isAsSecured(tail)) {
            restoreAll(line, standing, tail, progress);
        }
        line.require(
                "Opening " + name + " as it was",
                RestoreStatement.database(name).recovery().build().text(),
                "The database stays closed, and can be released again",
                progress);
    }

    private void restoreAll(Line line, Standing standing, RecoverySource tail, Progress progress)
            throws InterruptedException {
        var planning = new Planning(instance);
        var situation = planning.situation(name, Optional.empty(), instance.now(), true);
        var ofTail = situation.sets().stream()
                .filter(set -> set.id().toString().equals(tail.id()))
                .findFirst();
        if (ofTail.isEmpty()) {
            throw failure("the server's history has forgotten the backup of the end of its log, in "
                    + String.join(", ", tail.files()));
        }
        var chain = new ReachableChain(instance)
                .findInSpiteOfErrors(situation.withFamily(ofTail.get().family()), ofTail.get());
        var sources = chain.steps().stream()
                .map(step -> step.set().id().equals(ofTail.get().id())
                        ? PlanDetails.source(ofTail.get(), step.reach())
                        : PlanDetails.source(step))
                .toList();
        var steps = new Steps(sources, Optional.empty(), true);
        new Restoring(instance, line, name, steps, progress, Optional.empty(), false).from(standing.done(steps));
    }

    private void releaseBeside(Line line, Standing standing) throws InterruptedException {
        if (standing.database().isEmpty()) {
            return;
        }
        var database = standing.database().get();
        var moves = new Moves(instance, details, TailFile.token(plan));
        if (!moves.isOfThis(database)) {
            throw failure("it has come into being since, and not by this recovery; it is left alone");
        }
        if (!database.isRestoring()) {
            throw failure("it is " + database.state() + ": it has been opened");
        }
        line.require(
                "Removing what was restored of " + name,
                "DROP DATABASE " + Identifier.of(name).quoted(),
                "It may still be there",
                Progress.none());
    }

    private StepFailedException failure(String why) {
        return new StepFailedException(
                name + " cannot be released: " + why + ". Nothing was changed", null, instance.target(name), null);
    }
}
