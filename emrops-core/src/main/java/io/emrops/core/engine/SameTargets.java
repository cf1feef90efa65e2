package io.emrops.core.engine;

import io.emrops.Operation;
import io.emrops.PreconditionFailedException;
import io.emrops.StepContext;
import io.emrops.Target;
import io.emrops.TargetUnavailableException;
import io.emrops.core.history.RunHistory;
import io.emrops.core.history.StepHistory;
import io.emrops.spi.DeferredOperation;
import java.util.HashSet;
import java.util.Optional;

/** Sees to it that the targets of a run are still those it began with, before it is gone on with. */
final class SameTargets {
    private final LiveRun run;

    private SameTargets(LiveRun run) {
        this.run = run;
    }

    /**
     * @throws PreconditionFailedException if a target of the same name says it is another one
     * @throws TargetUnavailableException if one does not answer in time
     */
    static void require(LiveRun run, RunHistory history) {
        var same = new SameTargets(run);
        var asked = new HashSet<Target>();
        for (var step : history.steps()) {
            var was = step.target();
            if (was.isPresent() && step.undo() != StepHistory.Undo.DONE && asked.add(was.get())) {
                same.require(step, was.get());
            }
        }
    }

    private void require(StepHistory step, Target was) {
        now(step, was).filter(now -> !now.equals(was)).ifPresent(other -> {
            throw new PreconditionFailedException(
                    "Step \"" + step.path() + "\" was done on " + was + " with identity " + was.identity()
                            + "; the one that answers now is " + other + " with identity " + other.identity(),
                    null,
                    run.id(),
                    step.path(),
                    other);
        });
    }

    /** What answers now; empty if it cannot be asked, or says that it is not there: then the step itself will find out. */
    private Optional<Target> now(StepHistory step, Target was) {
        try {
            return run.inquiries().ask(() -> ask(step));
        } catch (Inquiries.Unanswered e) {
            throw silent(step, was, Outcome.words(e), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw silent(step, was, "the question to it was interrupted", e);
        } catch (Inquiries.Closed e) {
            throw e;
        } catch (Exception e) {
            return Optional.empty();
        }
    }

    private Optional<Target> ask(StepHistory step) throws Exception {
        var task = run.results().task(step.path());
        if (task.isEmpty()) {
            return Optional.empty();
        }
        var context = run.context(step.path(), step.attempt(), run.results().branches(step.path()));
        return Optional.of(run.scrub(target(task.get().operation(), context)));
    }

    private static <T> Target target(Operation<T> operation, StepContext context) throws Exception {
        return (operation instanceof DeferredOperation<T> deferred ? deferred.choose(context) : operation).target();
    }

    private TargetUnavailableException silent(StepHistory step, Target was, String why, Exception e) {
        return new TargetUnavailableException(
                "Run " + run.id() + " is not taken up: the " + was + " of step \"" + step.path()
                        + "\" was asked whether it is still the same, and " + why + "; the run is left as it was",
                e,
                run.id(),
                step.path(),
                was);
    }
}
