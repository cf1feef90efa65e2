package io.emrops.sqlserver.restore;

import io.emrops.OutcomeUnknownException;
import io.emrops.PreconditionFailedException;
import io.emrops.Progress;
import io.emrops.StepFailedException;
import io.emrops.TargetUnavailableException;
import io.emrops.sqlserver.recovery.RecoveryDecision.Reach;
import io.emrops.sqlserver.session.OperationResult;
import io.emrops.sqlserver.statement.RestoreStatement;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Restores one step after the other and leaves the database restoring. */
final class Restoring {
    private static final Logger LOG = LoggerFactory.getLogger(Restoring.class);

    private static final String STAYS = "The database stays closed, and can be restored further or released";

    /** The moment to stop at has not been come to in this log. */
    private static final int NOT_REACHED = 4322;

    /** What is there is not what it seemed to be: only beginning again helps. */
    private static final Set<Integer> NOT_FITTING =
            Set.of(3117, 3118, 3136, 4303, 4305, 4312, 4318, 4319, 4326, 4330, 4335);

    private final Instance instance;
    private final Line line;
    private final String database;
    private final Steps steps;
    private final Progress progress;
    private final Optional<Moves> moves;
    private final boolean replace;

    /**
     * @param moves where files go; empty if they go where they were
     * @param replace whether the server's checks are left out, since the end of the log is known to be lost
     */
    Restoring(
            Instance instance,
            Line line,
            String database,
            Steps steps,
            Progress progress,
            Optional<Moves> moves,
            boolean replace) {
        this.instance = instance;
        this.line = line;
        this.database = database;
        this.steps = steps;
        this.progress = progress;
        this.moves = moves;
        this.replace = replace;
    }

    /**
     * Restores the rest.
     *
     * @param from which step is next; if it does not fit on what is there, all is begun again
     */
    void from(int from) throws InterruptedException {
        LOG.info("Restoring {}, from step {} of {}", database, from + 1, steps.size());
        for (var i = from; i < steps.size(); i++) {
            var result = run(i, false);
            if (from > 0 && isNotFitting(result)) {
                LOG.info("What was restored of {} does not fit; it is begun again", database);
                from(0);
                return;
            }
            requireDone(words(i), result);
            if (mayHoldTheMoment(i) && !result.saw(NOT_REACHED)) {
                return;
            }
        }
        if (steps.stopAt().isPresent() && !steps.heldAnyhow()) {
            throw new StepFailedException(
                    "The backups end before the moment: SQL Server has not come to it in the last one (4322). " + STAYS,
                    null,
                    line.target(),
                    "SQL Server " + NOT_REACHED);
        }
    }

    /** Restores a log again and opens the database, which the server does only if it comes to the moment in it. */
    boolean opensAfter(int step) throws InterruptedException {
        var result = run(step, true);
        requireDone(words(step), result);
        return !result.saw(NOT_REACHED);
    }

    /** Opens the database with what is in it. */
    void opens() throws InterruptedException {
        var what = "Opening " + database;
        var statement = RestoreStatement.database(database).recovery().build().text();
        requireDone(what, run(what, statement, Progress.none()));
    }

    /** A log that the moment lies behind cannot hold it, also if a server does not say so while the database is kept restoring. */
    private boolean mayHoldTheMoment(int step) {
        return steps.isLog(step) && steps.stopAt().isPresent() && PlanDetails.reach(steps.get(step)) != Reach.WHOLE;
    }

    private OperationResult run(int step, boolean recovery) throws InterruptedException {
        return run(words(step), statement(step, recovery), part(step));
    }

    private OperationResult run(String what, String statement, Progress part) throws InterruptedException {
        try {
            return line.run(what, statement, part);
        } catch (TargetUnavailableException e) {
            throw Told.with(STAYS, e);
        } catch (InterruptedException e) {
            throw Told.with(STAYS, e);
        }
    }

    /** Also what the server refuses is a failure here: what came before has changed the database. */
    private void requireDone(String what, OperationResult result) {
        try {
            result.orThrow(what, STAYS, line.target());
        } catch (PreconditionFailedException | OutcomeUnknownException | TargetUnavailableException e) {
            throw Told.with(STAYS, e);
        }
    }

    private static boolean isNotFitting(OperationResult result) {
        return result.outcome() == OperationResult.Outcome.FAILED
                && result.failure()
                        .filter(failure -> NOT_FITTING.contains(failure.cause().number()))
                        .isPresent();
    }

    private String words(int step) {
        var source = steps.get(step);
        return "The restore of " + database + ", step " + (step + 1) + " of " + steps.size() + " from "
                + String.join(", ", source.files());
    }

    private Progress part(int step) {
        return (done, total, what) -> progress.report((step * 100L + done) / steps.size(), 100, "percent");
    }

    private String statement(int step, boolean recovery) {
        var source = steps.get(step);
        var builder = steps.isLog(step) ? RestoreStatement.log(database) : RestoreStatement.database(database);
        source.files().forEach(file -> builder.from(instance.path(file)));
        builder.file(source.position()).checksum(PlanDetails.hasChecksums(source));
        if (PlanDetails.isDamaged(source)) {
            builder.continueAfterError();
        }
        if (recovery) {
            builder.recovery();
        } else {
            builder.noRecovery();
        }
        if (steps.isLog(step)) {
            steps.stopAt().ifPresent(builder::stopAt);
        }
        moves.ifPresent(to -> to.of(source, step == 0 ? Optional.empty() : Optional.of(steps.get(step - 1)))
                .forEach(builder::move));
        if (step == 0 && replace) {
            builder.replace();
        }
        return builder.build().text();
    }
}
