package io.emrops.core.engine;

import io.emrops.core.history.StepHistory;
import io.emrops.spi.Node;

/** Waits for people to agree. */
final class ApprovalWorker implements Worker {
    private final LiveRun run;
    private final Strand strand;
    private final Node.Approving step;
    private final Gate gate;

    ApprovalWorker(LiveRun run, Strand strand, Node.Approving step) {
        this.run = run;
        this.strand = strand;
        this.step = step;
        this.gate = new Gate(run, strand, step);
    }

    @Override
    public Progression go() {
        if (run.state(step.path()) == StepHistory.State.NEW) {
            var wait = gate.windows();
            if (wait.isPresent()) {
                return wait.get();
            }
            run.approvals().ask(strand, step);
        }
        return Waiting.forPeople(run, strand, step.path());
    }
}
