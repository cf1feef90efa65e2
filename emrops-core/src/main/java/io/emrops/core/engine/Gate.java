package io.emrops.core.engine;

import io.emrops.core.engine.Worker.Progression;
import io.emrops.core.engine.Worker.Wait;
import io.emrops.core.history.RunRecord;
import io.emrops.core.history.StepHistory;
import io.emrops.event.RunEvent;
import io.emrops.spi.Node;
import java.time.Duration;
import java.util.Optional;

/** What a step has to get past before it begins: its condition, and the windows that hold where it stands. */
final class Gate {
    private static final Duration LONGEST_SLEEP = Duration.ofMinutes(1);

    private final LiveRun run;
    private final Strand strand;
    private final Node.Stepping step;
    private boolean waiting;
    private boolean holds;

    Gate(LiveRun run, Strand strand, Node.Stepping step) {
        this.run = run;
        this.strand = strand;
        this.step = step;
    }

    /** Whether the step's condition holds. If it does not, or cannot be told, this writes it down and says how to go on. */
    Optional<Progression> condition() {
        var conditional = step.traits().onlyIf();
        if (holds || conditional.isEmpty() || run.state(step.path()) != StepHistory.State.NEW) {
            return Optional.empty();
        }
        var why = conditional.get().why();
        var context = run.context(step.path(), 1, strand.branches());
        var outcome = strand.call(
                step.traits().timeout(),
                () -> {},
                () -> conditional.get().condition().test(context));
        var now = run.clock().now();
        if (outcome instanceof Outcome.Returned<Boolean> answer) {
            if (answer.value()) {
                holds = true;
                return Optional.empty();
            }
            run.journal()
                    .add(
                            new RunRecord.StepSkipped(now, step.path(), step.kind(), step.title(), "not so: " + why),
                            new RunEvent.StepSkipped(run.id(), now, step.path(), why));
            return Optional.of(Progression.PASSED);
        }
        var reason = outcome instanceof Outcome.Failed<Boolean> f ? f.why() : "it was interrupted";
        return Optional.of(
                new Progression.Failed("its condition \"" + why + "\" cannot be told: " + run.scrub(reason)));
    }

    /** Whether all windows are open, or the run goes on regardless; otherwise how to wait or stop. */
    Optional<Progression> windows() {
        for (var window : strand.windows()) {
            var wait = window(window);
            if (wait.isPresent()) {
                return wait;
            }
        }
        if (waiting) {
            waiting = false;
            run.journal().add(new RunRecord.WaitEnded(run.clock().now(), step.path()));
        }
        return Optional.empty();
    }

    private Optional<Progression> window(Node.Window rule) {
        var wall = run.clock().wall();
        var entered = run.journal().look(h -> h.entered(rule.path()));
        if (rule.window().isOpen(wall)) {
            if (!entered) {
                run.journal().add(new RunRecord.WindowEntered(run.clock().now(), rule.path()));
            }
            return Optional.empty();
        }
        if (entered) {
            return closed(rule);
        }
        var opening = rule.window().nextOpening(wall);
        if (opening.isEmpty()) {
            return Optional.of(new Progression.Failed("its window will not open any more: " + rule.window()));
        }
        if (!waiting) {
            waiting = true;
            var text = "waits for its window (" + rule.window() + "), which opens at " + opening.get();
            var now = run.clock().now();
            run.journal()
                    .write(
                            new RunRecord.Waiting(now, step.path(), text),
                            new RunEvent.Waiting(run.id(), now, step.path(), text));
        }
        var left = Duration.between(wall, opening.get());
        strand.wakeIn(left.compareTo(LONGEST_SLEEP) < 0 ? left : LONGEST_SLEEP);
        return Optional.of(Progression.parked(Wait.OUTSIDE));
    }

    private Optional<Progression> closed(Node.Window rule) {
        return switch (rule.whenItCloses()) {
            case FINISH -> Optional.empty();
            case PAUSE -> {
                run.stopping().pauseBecause("the window (" + rule.window() + ") has closed");
                yield Optional.of(Progression.parked(Wait.OUTSIDE));
            }
            case UNDO -> Optional.of(new Progression.Failed("the window (" + rule.window() + ") has closed"));
        };
    }
}
