package io.emrops.benchmarks.steps;

import io.emrops.Report;
import io.emrops.Runbook;

/** Ours: a run of a runbook. */
final class JournalledSteps implements Contestant {
    private final Work work = new Work();
    private final Ours ours;
    private final Runbook runbook;
    private final int steps;

    /** Steps in sequence. */
    JournalledSteps(Ours ours, int steps) {
        this.ours = ours;
        this.steps = steps;
        this.runbook = StepRunbooks.sequence(steps, work);
    }

    /** Steps in branches side by side. */
    JournalledSteps(Ours ours, int branches, int stepsEach) {
        this.ours = ours;
        this.steps = branches * stepsEach;
        this.runbook = StepRunbooks.branches(branches, stepsEach, work);
    }

    @Override
    public int steps() {
        return steps;
    }

    @Override
    public void run() throws Exception {
        report();
    }

    /** Runs once, and returns how many records that left. */
    int records() throws Exception {
        return ours.records(report());
    }

    private Report report() throws Exception {
        return work.expecting(steps, () -> ours.run(runbook));
    }

    @Override
    public void close() {
        ours.close();
    }
}
