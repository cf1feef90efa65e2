package io.emrops.testkit.engine;

import io.emrops.Answer;
import io.emrops.Backoff;
import io.emrops.Finding;
import io.emrops.InDoubt;
import io.emrops.Inputs;
import io.emrops.Items;
import io.emrops.Operation;
import io.emrops.OutcomeUnknownException;
import io.emrops.Output;
import io.emrops.PreconditionFailedException;
import io.emrops.Preview;
import io.emrops.Probe;
import io.emrops.RunState;
import io.emrops.Runbook;
import io.emrops.RunbookBuilder;
import io.emrops.Step;
import io.emrops.StepContext;
import io.emrops.StepFailedException;
import io.emrops.Target;
import io.emrops.TargetUnavailableException;
import io.emrops.Undoing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A runbook in which chosen steps and chosen undos go wrong, the world it acts on, and a small model that says beforehand
 * what has to come of it. Everything in it runs one after the other, so the model is a list.
 */
final class Scenario {
    /** How a step says that it is undone. */
    enum Style {
        UNDO,
        ATTEMPT,
        BOTH,
        NOTHING,
        IRREVERSIBLE,
        COMPENSATION
    }

    /** What a step comes to. */
    enum End {
        DONE,
        /** Failed, and known to have changed nothing. */
        CLEAN,
        /** Failed, and may have changed something. */
        CHANGED,
        SKIPPED
    }

    /** What goes wrong with the attempts at a step, in their order. */
    enum Fault {
        NONE(End.DONE),
        UNAVAILABLE(End.CLEAN),
        /** The second attempt succeeds. */
        UNAVAILABLE_ONCE(End.DONE),
        PRECONDITION(End.CLEAN),
        FAILED(End.CHANGED),
        FOREIGN(End.CHANGED),
        ERROR(End.CHANGED),
        /** In doubt; the person asked gives up. */
        UNKNOWN_GIVEN_UP(End.CHANGED),
        /** In doubt; the person asked says it was not applied, and the next attempt succeeds. */
        UNKNOWN_NOT_APPLIED(End.DONE),
        /** In doubt; the person asked says it was applied. */
        UNKNOWN_APPLIED(End.DONE),
        /** In doubt; the target says it was applied. */
        UNKNOWN_PROBED(End.DONE),
        /** In doubt; safe to repeat, and the repetition succeeds. */
        UNKNOWN_REPEATED(End.DONE),
        /** In doubt; safe to repeat, but the repetition is refused: what the first attempt did is still there. */
        UNKNOWN_THEN_REFUSED(End.CHANGED),
        /** It took effect, and its result cannot be kept. */
        RESULT_LOST(End.CHANGED),
        SKIPPED(End.SKIPPED);

        final End end;

        Fault(End end) {
            this.end = end;
        }

        void strike(int attempt) {
            switch (this) {
                case UNAVAILABLE -> throw new TargetUnavailableException("not there");
                case UNAVAILABLE_ONCE -> {
                    if (attempt == 1) {
                        throw new TargetUnavailableException("not yet there");
                    }
                }
                case PRECONDITION -> throw new PreconditionFailedException("not so");
                case FAILED -> throw new StepFailedException("no luck");
                case FOREIGN -> throw new IllegalStateException("foreign words");
                case ERROR -> throw new AssertionError("foreign error");
                case UNKNOWN_GIVEN_UP -> throw new OutcomeUnknownException("cut off");
                case UNKNOWN_NOT_APPLIED, UNKNOWN_APPLIED, UNKNOWN_PROBED, UNKNOWN_REPEATED, UNKNOWN_THEN_REFUSED -> {
                    if (attempt == 1) {
                        throw new OutcomeUnknownException("cut off");
                    }
                    if (this == UNKNOWN_THEN_REFUSED) {
                        throw new PreconditionFailedException("not a second time");
                    }
                }
                case NONE, RESULT_LOST, SKIPPED -> {}
            }
        }
    }

    /** A step, or an item of a fan-out. */
    record Spec(String id, Style style, Fault fault, boolean undoFails) {
        Spec failing(Fault fault) {
            return new Spec(id, style, fault, undoFails);
        }

        Spec failingToUndo() {
            return new Spec(id, style, fault, true);
        }
    }

    /** A piece of a runbook. */
    sealed interface Shape {
        record One(Spec spec) implements Shape {}

        /** Items of one fan-out; all have the style of the first. */
        record Fan(String id, List<Spec> items) implements Shape {}

        record Sides(String id, List<List<Shape>> branches) implements Shape {}

        record Part(String id, List<Shape> shapes) implements Shape {}

        record Included(String id, List<Shape> shapes) implements Shape {}
    }

    /** What the world saw, in order: {@code do x}, {@code undo x}, {@code clean x}, {@code compensate x}. */
    final List<String> seen = Collections.synchronizedList(new ArrayList<>());

    private final Map<String, Integer> attempts = new ConcurrentHashMap<>();
    private final Map<String, Spec> specs = new LinkedHashMap<>();
    private final Set<String> healed = ConcurrentHashMap.newKeySet();
    private final List<Shape> shapes;
    private final boolean endsBadly;

    /** @param endsBadly whether the last thing in the runbook is a verification that fails */
    Scenario(List<Shape> shapes, boolean endsBadly) {
        this.shapes = shapes;
        this.endsBadly = endsBadly;
        collect(shapes, "");
    }

    private void collect(List<Shape> shapes, String prefix) {
        for (var shape : shapes) {
            if (shape instanceof Shape.One one) {
                specs.put(prefix + one.spec().id(), one.spec());
            } else if (shape instanceof Shape.Fan fan) {
                fan.items().forEach(i -> specs.put(prefix + fan.id() + "[" + i.id() + "]", i));
            } else if (shape instanceof Shape.Sides sides) {
                for (int i = 0; i < sides.branches().size(); i++) {
                    collect(sides.branches().get(i), prefix + sides.id() + "/b" + i + "/");
                }
            } else if (shape instanceof Shape.Part part) {
                collect(part.shapes(), prefix + part.id() + "/");
            } else {
                var included = (Shape.Included) shape;
                collect(included.shapes(), prefix + included.id() + "/");
            }
        }
    }

    /** The same on a world of its own. */
    Scenario copy() {
        return new Scenario(shapes, endsBadly);
    }

    @Override
    public String toString() {
        return shapes + (endsBadly ? ", ending badly" : "");
    }

    /** From now on, every undo succeeds. */
    void heal() {
        healed.addAll(specs.keySet());
    }

    // ---- the model

    /**
     * What has to come of a run.
     *
     * @param seen what the world sees, in order
     * @param left the paths of what is left changed, in the order in which it was done
     * @param undoFailures the paths of those steps whose undo failed
     */
    record Expected(RunState state, List<String> seen, List<String> left, Set<String> undoFailures) {}

    Expected predict() {
        var seen = new ArrayList<String>();
        var ends = new LinkedHashMap<String, End>();
        var failed = endsBadly;
        for (var step : specs.entrySet()) {
            var fault = step.getValue().fault();
            ends.put(step.getKey(), fault.end);
            for (int i = tries(fault); i > 0; i--) {
                seen.add("do " + step.getKey());
            }
            if (fault.end == End.CLEAN || fault.end == End.CHANGED) {
                failed = true;
                break;
            }
        }
        var effects = new ArrayList<String>();
        ends.forEach((path, end) -> {
            if (end == End.DONE || end == End.CHANGED) {
                effects.add(path);
            }
        });
        if (!failed) {
            return new Expected(RunState.SUCCEEDED, seen, List.of(), Set.of());
        }
        if (effects.isEmpty()) {
            return new Expected(RunState.FAILED, seen, List.of(), Set.of());
        }
        return undo(effects, ends, seen, false);
    }

    /** What has to come of another undo, which may pass what cannot be undone, once {@link #heal} was called. */
    Expected predictSecondUndo(Expected first) {
        var ends = new HashMap<String, End>();
        specs.forEach((path, spec) -> ends.put(path, spec.fault().end));
        var effects = new ArrayList<>(first.left());
        return undo(effects, ends, new ArrayList<>(), true);
    }

    private Expected undo(List<String> effects, Map<String, End> ends, List<String> seen, boolean passing) {
        var left = new ArrayList<>(effects);
        var failures = new LinkedHashSet<String>();
        var backwards = new ArrayList<>(effects);
        Collections.reverse(backwards);
        var stopped = false;
        for (var path : backwards) {
            var style = specs.get(path).style();
            if (stopped) {
                if (style == Style.NOTHING) {
                    left.remove(path);
                }
            } else if (style == Style.IRREVERSIBLE) {
                stopped = !passing;
                if (passing) {
                    failures.add(path);
                }
            } else {
                var call = call(style, ends.get(path));
                call.ifPresent(c -> seen.add(c + " " + path));
                if (style == Style.NOTHING || call.isPresent() && !undoFails(path)) {
                    left.remove(path);
                } else {
                    failures.add(path);
                }
            }
        }
        var state =
                stopped ? RunState.ROLLBACK_STOPPED : left.isEmpty() ? RunState.ROLLED_BACK : RunState.ROLLBACK_FAILED;
        return new Expected(state, seen, left, failures);
    }

    private static Optional<String> call(Style style, @Nullable End end) {
        return switch (style) {
            case UNDO -> end == End.DONE ? Optional.of("undo") : Optional.empty();
            case ATTEMPT -> Optional.of("clean");
            case BOTH -> Optional.of(end == End.DONE ? "undo" : "clean");
            case COMPENSATION -> Optional.of("compensate");
            case NOTHING, IRREVERSIBLE -> Optional.empty();
        };
    }

    private static int tries(Fault fault) {
        return switch (fault) {
            case SKIPPED -> 0;
            case UNAVAILABLE, UNAVAILABLE_ONCE, UNKNOWN_NOT_APPLIED, UNKNOWN_REPEATED, UNKNOWN_THEN_REFUSED -> 2;
            default -> 1;
        };
    }

    private boolean undoFails(String path) {
        return specs.get(path).undoFails() && !healed.contains(path);
    }

    // ---- the world

    private @Nullable String act(String path) {
        var spec = specs.get(path);
        seen.add("do " + path);
        spec.fault().strike(attempts.merge(path, 1, Integer::sum));
        return spec.fault() == Fault.RESULT_LOST ? null : "result of " + path;
    }

    private void takeBack(String how, String path) {
        seen.add(how + " " + path);
        if (undoFails(path)) {
            throw new StepFailedException("the undo of " + path + " has no luck");
        }
    }

    /** What a truthful person answers about a step in doubt. */
    Answer answer(String path) {
        return switch (specs.get(path).fault()) {
            case UNKNOWN_APPLIED -> Answer.applied("operator", "result of " + path);
            case UNKNOWN_NOT_APPLIED -> Answer.notApplied("operator");
            default -> Answer.giveUp("operator");
        };
    }

    private static InDoubt<String> policy(Fault fault) {
        return switch (fault) {
            case UNKNOWN_PROBED -> InDoubt.probe(run -> Probe.applied("result of " + run.path()));
            case UNKNOWN_REPEATED, UNKNOWN_THEN_REFUSED -> InDoubt.rerun();
            default -> InDoubt.ask();
        };
    }

    // ---- the runbook

    Runbook runbook() {
        return Runbook.define("scenario", "Scenario", rb -> {
            write(rb, shapes, "");
            rb.verify("end", "All is well", run -> endsBadly ? Finding.notOk("it is not") : Finding.ok("it is"));
        });
    }

    private void write(RunbookBuilder rb, List<Shape> shapes, String prefix) {
        for (var shape : shapes) {
            if (shape instanceof Shape.One one) {
                step(rb, one.spec(), prefix + one.spec().id());
            } else if (shape instanceof Shape.Fan fan) {
                fan(rb, fan, prefix + fan.id());
            } else if (shape instanceof Shape.Sides sides) {
                var parallel = rb.parallel(sides.id(), "Sides").atMost(1);
                for (int i = 0; i < sides.branches().size(); i++) {
                    var branch = sides.branches().get(i);
                    var inside = prefix + sides.id() + "/b" + i + "/";
                    parallel.branch("b" + i, "Branch", b -> {
                        write(b, branch, inside);
                        return "";
                    });
                }
            } else if (shape instanceof Shape.Part part) {
                rb.include(part.id(), "Part", b -> {
                    write(b, part.shapes(), prefix + part.id() + "/");
                    return "";
                });
            } else {
                var included = (Shape.Included) shape;
                rb.include(
                        included.id(),
                        Runbook.define(
                                "inner", "Inner", b -> write(b, included.shapes(), prefix + included.id() + "/")));
            }
        }
    }

    private void step(RunbookBuilder rb, Spec spec, String path) {
        Step<String> step = spec.style() == Style.COMPENSATION
                ? rb.step(spec.id(), "Step", new Compensated(path))
                : rb.step(spec.id(), "Step", String.class, run -> act(path));
        switch (spec.style()) {
            case UNDO -> step.undo((run, r) -> takeBack("undo", path));
            case ATTEMPT -> step.undoAttempt(run -> takeBack("clean", path));
            case BOTH -> step.undo((run, r) -> takeBack("undo", path)).undoAttempt(run -> takeBack("clean", path));
            case NOTHING -> step.nothingToUndo("it leaves no trace");
            case IRREVERSIBLE -> step.irreversible("it is out in the world");
            case COMPENSATION -> {}
        }
        step.attempts(2, Backoff.fixed(Duration.ofNanos(1))).inDoubt(policy(spec.fault()));
        if (spec.fault() == Fault.SKIPPED) {
            step.onlyIf("never", run -> false);
        }
    }

    private void fan(RunbookBuilder rb, Shape.Fan fan, String path) {
        var items = Items.of(fan.items(), Spec::id);
        var style = fan.items().get(0).style();
        var steps = style == Style.COMPENSATION
                ? rb.forEachOperation(
                        fan.id(), "Item {item}", items, String.class, s -> new Compensated(path + "[" + s.id() + "]"))
                : rb.forEach(fan.id(), "Item {item}", items, String.class, (run, s) -> act(path + "[" + s.id() + "]"));
        switch (style) {
            case UNDO -> steps.undo((run, s, r) -> takeBack("undo", path + "[" + s.id() + "]"));
            case ATTEMPT -> steps.undoAttempt((run, s) -> takeBack("clean", path + "[" + s.id() + "]"));
            case BOTH ->
                steps.undo((run, s, r) -> takeBack("undo", path + "[" + s.id() + "]"))
                        .undoAttempt((run, s) -> takeBack("clean", path + "[" + s.id() + "]"));
            case NOTHING -> steps.nothingToUndo("it leaves no trace");
            case IRREVERSIBLE -> steps.irreversible("it is out in the world");
            case COMPENSATION -> {}
        }
        var fault = fan.items().stream()
                .map(Spec::fault)
                .filter(f -> f != Fault.NONE)
                .findFirst()
                .orElse(Fault.NONE);
        steps.attempts(2, Backoff.fixed(Duration.ofNanos(1)))
                .inDoubt(policy(fault))
                .stopAfterFailures(1);
    }

    /** An operation of a provider that restores what it found. */
    private final class Compensated implements Operation<String>, Undoing.Compensation<String, String> {
        private final String path;

        Compensated(String path) {
            this.path = path;
        }

        @Override
        public String describe() {
            return "Change what it can restore";
        }

        @Override
        public Output<String> output() {
            return Output.of(String.class);
        }

        @Override
        public Target target() {
            return new Target("world", "world", "one");
        }

        @Override
        public Preview<String> preview(Inputs in) {
            return Preview.of("the world");
        }

        @Override
        @SuppressWarnings("NullAway") // a lost result is one that should not be
        public String execute(StepContext run) {
            return act(path);
        }

        @Override
        public Undoing<String> undoing() {
            return this;
        }

        @Override
        public Output<String> before() {
            return Output.of(String.class);
        }

        @Override
        public String capture(StepContext run) {
            return "before " + path;
        }

        @Override
        public void undo(StepContext run, String before, Optional<String> result) {
            if (!before.equals("before " + path)) {
                throw new AssertionError("Captured was something else: " + before);
            }
            result.filter(r -> !r.equals("result of " + path)).ifPresent(r -> {
                throw new AssertionError("The result was another one: " + r);
            });
            takeBack("compensate", path);
        }
    }
}
