package io.emrops.benchmarks.steps;

import io.emrops.Runbook;
import io.emrops.RunbookBuilder;
import java.time.Duration;

/** Runbooks whose steps do next to nothing, each within a time limit. */
final class StepRunbooks {
    static final Duration TIMEOUT = Duration.ofSeconds(30);

    private StepRunbooks() {}

    /** Steps one after the other. */
    static Runbook sequence(int steps, Work work) {
        return Runbook.define("steps", "Steps in sequence", rb -> steps(rb, steps, work));
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
            rb.action("s" + i, "Step " + i, run -> work.step()).timeout(TIMEOUT).nothingToUndo("It only counts");
        }
    }
}
