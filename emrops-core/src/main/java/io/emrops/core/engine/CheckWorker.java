package io.emrops.core.engine;

import io.emrops.Finding;
import io.emrops.core.history.OutputCodec;
import io.emrops.core.history.RunRecord;
import io.emrops.core.history.StepHistory;
import io.emrops.event.RunEvent;
import io.emrops.spi.Node;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Looks, and looks again, until all is well or the time is up. A look changes nothing, so one that was cut off is repeated. */
final class CheckWorker implements Worker {
    private final LiveRun run;
    private final Strand strand;
    private final Node.Checking step;
    private final Gate gate;
    private boolean begun;
    private Instant since = Instant.EPOCH;
    private long deadline;
    private int attempt;

    CheckWorker(LiveRun run, Strand strand, Node.Checking step) {
        this.run = run;
        this.strand = strand;
        this.step = step;
        this.gate = new Gate(run, strand, step);
    }

    @Override
    public Progression go() {
        if (!begun) {
            var state = run.state(step.path());
            if (state == StepHistory.State.DONE || state == StepHistory.State.SKIPPED) {
                return Progression.PASSED;
            }
            if (state == StepHistory.State.FAILED) {
                return new Progression.Failed(run.journal()
                        .look(h -> h.find(step.path())
                                .flatMap(StepHistory::failure)
                                .orElse("it failed")));
            }
            var skipped = gate.condition();
            if (skipped.isPresent()) {
                return skipped.get();
            }
            var wait = gate.windows();
            if (wait.isPresent()) {
                return wait.get();
            }
            begin();
        }
        return look();
    }

    private void begin() {
        begun = true;
        since = run.clock().now();
        deadline = run.time().nanoTime() + step.within().orElse(Duration.ZERO).toNanos();
        attempt = run.journal()
                        .look(h -> h.find(step.path()).map(StepHistory::attempt).orElse(0))
                + 1;
        run.journal()
                .add(
                        new RunRecord.StepStarted(
                                since,
                                step.path(),
                                step.kind(),
                                step.title(),
                                attempt,
                                Optional.empty(),
                                Optional.empty()),
                        new RunEvent.StepStarted(run.id(), since, step.path(), step.title(), attempt));
    }

    private Progression look() {
        var context = run.context(step.path(), attempt, strand.branches());
        var outcome = strand.call(
                step.traits().timeout(), () -> {}, () -> step.check().check(context));
        var finding = finding(outcome);
        var now = run.clock().now();
        var took = Duration.between(since, now);
        if (finding.ok()) {
            run.journal()
                    .add(
                            new RunRecord.StepDone(now, step.path(), attempt, took, OutputCodec.tree(finding), "body"),
                            new RunEvent.StepFinished(run.id(), now, step.path(), took));
            return Progression.PASSED;
        }
        var left = deadline - run.time().nanoTime();
        if (left > 0) {
            run.tell(new RunEvent.StepSaid(run.id(), now, step.path(), run.scrub(finding.text())));
            strand.wakeIn(Duration.ofNanos(Math.min(left, step.every().toNanos())));
            return Progression.parked(Wait.TIMER);
        }
        var why = run.scrub(finding.text());
        run.journal()
                .write(
                        new RunRecord.StepFailed(
                                now,
                                step.path(),
                                attempt,
                                took,
                                why,
                                false,
                                Optional.empty(),
                                Optional.of(OutputCodec.tree(finding))),
                        new RunEvent.StepFailed(run.id(), now, step.path(), attempt, why, Optional.empty()));
        return new Progression.Failed(why);
    }

    private static Finding finding(Outcome<Finding> outcome) {
        if (outcome instanceof Outcome.Returned<Finding> returned) {
            return returned.value() == null
                    ? Finding.notOk("It could not be looked at: the check returned nothing")
                    : returned.value();
        }
        if (outcome instanceof Outcome.Failed<Finding> failed) {
            return Finding.notOk("It could not be looked at: " + failed.why());
        }
        return Finding.notOk("It could not be looked at: " + ((Outcome.Doubtful<Finding>) outcome).why());
    }
}
