package io.emrops.core.engine;

import io.emrops.Operation;
import io.emrops.PreconditionFailedException;
import io.emrops.StepContext;
import io.emrops.Target;
import io.emrops.core.history.RunHistory;
import io.emrops.core.history.StepHistory;
import io.emrops.spi.DeferredOperation;
import java.util.HashSet;
import java.util.Optional;

/** Sees to it that the targets of a run are still those it began with, before it is gone on with. */
final class SameTargets {
    private SameTargets() {}

    /** @throws PreconditionFailedException if a target of the same name says it is another one */
    static void require(LiveRun run, RunHistory history) {
        var asked = new HashSet<Target>();
        for (var step : history.steps()) {
            if (step.target().isPresent()
                    && step.undo() != StepHistory.Undo.DONE
                    && asked.add(step.target().get())) {
                now(run, step).filter(t -> !t.equals(step.target().get())).ifPresent(other -> {
                    throw new PreconditionFailedException(
                            "Step \"" + step.path() + "\" was done on "
                                    + step.target().get() + " with identity "
                                    + step.target().get().identity() + "; the one that answers now is " + other
                                    + " with identity " + other.identity(),
                            null,
                            run.id(),
                            step.path(),
                            other);
                });
            }
        }
    }

    /** What answers now; empty if nothing does: then the step itself will find out. */
    private static Optional<Target> now(LiveRun run, StepHistory step) {
        try {
            var task = run.results().task(step.path());
            if (task.isEmpty()) {
                return Optional.empty();
            }
            var context = run.context(step.path(), step.attempt(), run.results().branches(step.path()));
            return Optional.of(run.scrub(target(task.get().operation(), context)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } catch (Exception e) {
            return Optional.empty();
        }
    }

    private static <T> Target target(Operation<T> operation, StepContext context) throws Exception {
        return (operation instanceof DeferredOperation<T> deferred ? deferred.choose(context) : operation).target();
    }
}
