package io.emrops.core.engine;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.emrops.core.history.RunRecord;
import io.emrops.core.history.StepHistory;
import io.emrops.event.RunEvent;
import io.emrops.spi.Node;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Works on each of several items, whose keys are written down before the first one is begun. */
final class FanOutWorker implements Worker {
    private final LiveRun run;
    private final Strand strand;
    private final Node.FanOut fan;
    private final Gate gate;
    private @Nullable Fork fork;
    private Instant begun = Instant.EPOCH;

    FanOutWorker(LiveRun run, Strand strand, Node.FanOut fan) {
        this.run = run;
        this.strand = strand;
        this.fan = fan;
        this.gate = new Gate(run, strand, fan);
    }

    @Override
    public Progression go() {
        var state = run.state(fan.path());
        if (state == StepHistory.State.DONE || state == StepHistory.State.SKIPPED) {
            return Progression.PASSED;
        }
        if (fork == null) {
            var skipped = gate.condition();
            if (skipped.isPresent()) {
                return skipped.get();
            }
            begun = run.clock().now();
            Outcome<Map<String, ?>> outcome = strand.call(Optional.empty(), () -> {}, this::items);
            if (!(outcome instanceof Outcome.Returned<Map<String, ?>> items)) {
                return new Progression.Failed("the items cannot be told: "
                        + run.scrub(outcome instanceof Outcome.Failed<Map<String, ?>> f ? f.why() : "interrupted"));
            }
            var difference = fix(items.value());
            if (!difference.isEmpty()) {
                return new Progression.Failed(difference);
            }
            fork = begin(items.value());
            fork.start();
        }
        if (!fork.over()) {
            return Progression.parked(Wait.CHILDREN);
        }
        return run.stopping().isWanted() ? Progression.parked(Wait.CHILDREN) : sum();
    }

    private Map<String, ?> items() {
        return fan.items().apply(run.results().from(strand.branches()));
    }

    /** Writes the keys down; in words what is wrong if they were written down before and are others now. */
    private String fix(Map<String, ?> items) {
        var keys = List.copyOf(items.keySet());
        var fixed = run.journal().look(h -> h.find(fan.path()).flatMap(StepHistory::keys));
        if (fixed.isPresent()) {
            return fixed.get().equals(keys) ? "" : "the items are not those the run began with";
        }
        if (keys.stream().anyMatch(k -> !run.scrub(k).equals(k))) {
            return "the key of an item holds a secret";
        }
        run.journal()
                .write(
                        new RunRecord.ItemsFixed(run.clock().now(), fan.path(), fan.title(), keys),
                        new RunEvent.ItemsFixed(run.id(), run.clock().now(), fan.path(), fan.title(), keys));
        return "";
    }

    private Fork begin(Map<String, ?> items) {
        var fork = new Fork(run, strand, fan.atMost(), fan.stopAfterFailures(), true);
        items.forEach((key, item) -> {
            var task = fan.task().apply(key, item);
            if (run.state(task.path()) != StepHistory.State.DONE) {
                fork.add(() -> new Strand(run, fork, strand.branches(), strand.windows(), List.of(task)));
            }
        });
        return fork;
    }

    private Progression sum() {
        var failed = new ArrayList<String>();
        var keys = run.journal()
                .look(h -> h.find(fan.path()).flatMap(StepHistory::keys).orElse(List.of()));
        for (var key : keys) {
            if (run.state(fan.path() + "[" + key + "]") != StepHistory.State.DONE) {
                failed.add(key);
            }
        }
        var now = run.clock().now();
        var took = Duration.between(begun, now);
        if (failed.isEmpty()) {
            run.journal()
                    .add(
                            new RunRecord.StepDone(
                                    now, fan.path(), 1, took, JsonNodeFactory.instance.objectNode(), "body"),
                            new RunEvent.StepFinished(run.id(), now, fan.path(), took));
            return Progression.PASSED;
        }
        var why = failed.size() + " of " + keys.size() + " items did not finish: " + String.join(", ", failed);
        run.journal()
                .write(
                        new RunRecord.StepFailed(
                                now, fan.path(), 1, took, why, false, Optional.empty(), Optional.empty()),
                        new RunEvent.StepFailed(run.id(), now, fan.path(), 1, why, Optional.empty()));
        return new Progression.Failed(why);
    }
}
