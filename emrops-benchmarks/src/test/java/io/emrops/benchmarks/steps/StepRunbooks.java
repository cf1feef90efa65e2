package io.emrops.benchmarks.steps;

import io.emrops.Runbook;
import io.emrops.RunbookBuilder;
import java.time.Duration;

/** Runbooks whose steps do next to nothing, each within a time limit. */
final class StepRunbooks {
    static final Duration TIMEOUT = Duration.ofSeconds(30);

    private StepRunbooks() {}

    /** Steps one after the other, of which the first and the last tell when they are reached. */
    static Runbook sequence(int steps, Work work) {
        return Runbook.define("steps", "Steps in sequence", rb -> {
            step(rb, "first", work::firstStep);
            steps(rb, steps - 2, work);
            step(rb, "last", work::lastStep);
        });
    }

    /** Branches side by side, with the same number of steps each. */
    static Runbook branches(int branches, int stepsEach, Work work) {
        return Runbook.define("branches", "Steps in branches", rb -> {
            var parallel = rb.parallel("all", "All branches");
            for (int i = 0; i < branches; i++) {
                parallel.branch("b" + i, "Branch " + i, branch -> {
                    steps(branch, stepsEach, work);
                    return branch;
                });
            }
        });
    }

    private static void steps(RunbookBuilder rb, int steps, Work work) {
        for (int i = 0; i < steps; i++) {
            step(rb, "s" + i, work::step);
        }
    }

    private static void step(RunbookBuilder rb, String id, Runnable body) {
        rb.action(id, "Step " + id, run -> body.run()).timeout(TIMEOUT).nothingToUndo("It only counts");
    }
}
