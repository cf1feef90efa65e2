package io.emrops.core.engine;

import io.emrops.Question;
import io.emrops.core.history.RunRecord;
import io.emrops.core.history.StepHistory;
import io.emrops.spi.Node;
import java.util.Optional;

/** Waits for a person to confirm an item. */
final class ManualWorker implements Worker {
    private final LiveRun run;
    private final Strand strand;
    private final Node.Manual step;
    private final Gate gate;

    ManualWorker(LiveRun run, Strand strand, Node.Manual step) {
        this.run = run;
        this.strand = strand;
        this.step = step;
        this.gate = new Gate(run, strand, step);
    }

    @Override
    public Progression go() {
        var state = run.state(step.path());
        if (state == StepHistory.State.NEW) {
            var skipped = gate.condition();
            if (skipped.isPresent()) {
                return skipped.get();
            }
            var wait = gate.windows();
            if (wait.isPresent()) {
                return wait.get();
            }
            ask();
        }
        return Waiting.forPeople(run, strand, step.path());
    }

    private void ask() {
        var now = run.clock().now();
        Optional<java.time.Instant> expires = step.expires().map(run.clock().wall()::plus);
        run.ask(new RunRecord.Asked(
                now,
                step.path(),
                step.kind(),
                step.title(),
                Question.Kind.CONFIRMATION,
                step.title(),
                step.traits().notes(),
                step.group(),
                1,
                expires,
                ""));
    }
}
