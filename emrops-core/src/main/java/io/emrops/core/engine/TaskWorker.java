package io.emrops.core.engine;

import com.fasterxml.jackson.databind.JsonNode;
import io.emrops.InDoubt;
import io.emrops.Operation;
import io.emrops.Probe;
import io.emrops.Question;
import io.emrops.StepContext;
import io.emrops.Target;
import io.emrops.TargetUnavailableException;
import io.emrops.Undoing;
import io.emrops.core.history.OutputCodec;
import io.emrops.core.history.RunRecord;
import io.emrops.core.history.StepHistory;
import io.emrops.event.RunEvent;
import io.emrops.spi.DeferredOperation;
import io.emrops.spi.Node;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Does a step that may change its target: writes down the intent, does it, writes down the outcome. An attempt whose
 * outcome is not known is left to the step's policy before anything else happens to its target.
 */
final class TaskWorker implements Worker {
    private final LiveRun run;
    private final Strand strand;
    private final Node.Task task;
    private final Gate gate;
    private boolean ownAttempt;
    private boolean asked;
    private Instant begun = Instant.EPOCH;
    private OptionalLong nextAttempt = OptionalLong.empty();

    TaskWorker(LiveRun run, Strand strand, Node.Task task) {
        this.run = run;
        this.strand = strand;
        this.task = task;
        this.gate = new Gate(run, strand, task);
    }

    @Override
    public Progression go() {
        return switch (run.state(task.path())) {
            case DONE, SKIPPED -> Progression.PASSED;
            case NEW -> first();
            case RETRYING -> whenDue();
            case STARTED -> doubt("the process was cut off in the middle of it");
            case IN_DOUBT -> decide();
            case ASKED, FAILED, OUTPUT_LOST -> new Progression.Failed(failure());
        };
    }

    private String failure() {
        return run.journal()
                .look(h -> h.find(task.path()).flatMap(StepHistory::failure).orElse("it failed"));
    }

    private Progression first() {
        return gate.condition()
                .or(gate::windows)
                .or(() -> run.approvals().recheck(strand, task))
                .orElseGet(this::attempt);
    }

    /** Woken for another reason, such as an answer elsewhere in the run, it goes on waiting. */
    private Progression whenDue() {
        var left =
                nextAttempt.isPresent() ? nextAttempt.getAsLong() - run.time().nanoTime() : 0;
        return left > 0 ? Progression.parked(Wait.TIMER) : attempt();
    }

    private StepRun context(int attempt) {
        return run.context(task.path(), attempt, strand.branches());
    }

    /** What an attempt is made of, all of it found out before anything is touched. */
    private record Prepared<T>(Operation<T> operation, Optional<Target> target, Optional<JsonNode> before) {}

    private Progression attempt() {
        var number = run.journal()
                        .look(h -> h.find(task.path()).map(StepHistory::attempt).orElse(0))
                + 1;
        var context = context(number);
        begun = run.clock().now();
        ownAttempt = true;
        Outcome<Prepared<?>> prepared = preparesItself()
                ? new Outcome.Returned<>(new Prepared<>(task.operation(), Optional.empty(), Optional.empty()))
                : strand.call(task.traits().timeout(), () -> {}, () -> prepare(task.operation(), context));
        if (!(prepared instanceof Outcome.Returned<Prepared<?>> ready)) {
            start(number, Optional.empty(), Optional.empty());
            var failed = prepared instanceof Outcome.Failed<Prepared<?>> f ? f : null;
            return failed(
                    number,
                    new Outcome.Failed<>(
                            failed == null ? "it was interrupted while it was prepared" : failed.why(),
                            false,
                            failed != null && failed.retry()));
        }
        start(number, ready.value().target(), ready.value().before());
        return execute(ready.value().operation(), context, number);
    }

    /** Whether there is nobody to ask what is to be done, to what, and what it is like before. */
    private boolean preparesItself() {
        return task.authored() && task.undo().stated() && !(task.operation() instanceof DeferredOperation<?>);
    }

    private <T> Prepared<?> prepare(Operation<T> operation, StepContext context) throws Exception {
        var chosen = operation instanceof DeferredOperation<T> deferred ? deferred.choose(context) : operation;
        requireUndoStated(chosen);
        Optional<Target> target = task.authored() ? Optional.empty() : Optional.of(chosen.target());
        var known = run.journal().look(h -> h.find(task.path()).flatMap(StepHistory::before));
        if (known.isPresent()
                || task.undo().stated()
                || !(chosen.undoing() instanceof Undoing.Compensation<T, ?> undoing)) {
            return new Prepared<>(chosen, target, known);
        }
        return new Prepared<>(chosen, target, Optional.of(capture(undoing, context)));
    }

    private static <T, S> JsonNode capture(Undoing.Compensation<T, S> undoing, StepContext context) throws Exception {
        return OutputCodec.write(undoing.before(), undoing.capture(context));
    }

    private void requireUndoStated(Operation<?> chosen) {
        if (!task.undo().stated() && chosen.undoing() instanceof Undoing.StatedByStep<?>) {
            throw new io.emrops.PreconditionFailedException("The operation that was chosen for step \"" + task.path()
                    + "\" does not say how it is undone; state it at the step");
        }
    }

    private void start(int number, Optional<Target> target, Optional<JsonNode> before) {
        run.journal()
                .write(
                        new RunRecord.StepStarted(
                                begun, task.path(), task.kind(), task.title(), number, target, before),
                        new RunEvent.StepStarted(run.id(), begun, task.path(), task.title(), number));
    }

    private <T> Progression execute(Operation<T> operation, StepContext context, int number) {
        var outcome = strand.call(task.traits().timeout(), this::late, () -> operation.execute(context));
        if (outcome instanceof Outcome.Returned<T> returned) {
            return done(number, returned.value(), "body");
        }
        if (outcome instanceof Outcome.Failed<T> failed) {
            return failed(number, failed);
        }
        return doubt(((Outcome.Doubtful<T>) outcome).why());
    }

    /** Told while the body may still run: the run is not stuck in silence. */
    private void late() {
        run.tell(new RunEvent.Noted(
                run.id(),
                run.clock().now(),
                task.path() + " has taken too long and was interrupted; waiting for it to come to rest"));
    }

    private Progression done(int number, Object result, String by) {
        var now = run.clock().now();
        var took = Duration.between(begun, now);
        try {
            var output = OutputCodec.write(task.traits().output(), result);
            if (OutputCodec.size(output) > OutputCodec.LARGE) {
                run.warn("The result of step \"" + task.path() + "\" is larger than " + (OutputCodec.LARGE >> 10)
                        + " KiB");
            }
            run.journal()
                    .add(
                            new RunRecord.StepDone(now, task.path(), number, took, output, by),
                            new RunEvent.StepFinished(run.id(), now, task.path(), took));
            return Progression.PASSED;
        } catch (OutputCodec.UnkeepableException e) {
            run.journal()
                    .write(
                            new RunRecord.OutputLost(now, task.path(), number, took, e.what()),
                            new RunEvent.StepFailed(
                                    run.id(),
                                    now,
                                    task.path(),
                                    number,
                                    "took effect, but " + e.what(),
                                    Optional.empty()));
            return new Progression.Failed("it took effect, but " + e.what());
        }
    }

    private Progression failed(int number, Outcome.Failed<?> failed) {
        var attempts = task.traits().attempts();
        var failures = 1
                + run.journal()
                        .look(h ->
                                h.find(task.path()).map(StepHistory::failures).orElse(0));
        Optional<Duration> again = failed.retry() && failures < attempts.max()
                ? Optional.of(attempts.backoff().after(failures))
                : Optional.empty();
        var now = run.clock().now();
        var why = run.scrub(failed.why());
        run.journal()
                .write(
                        new RunRecord.StepFailed(
                                now,
                                task.path(),
                                number,
                                Duration.between(begun, now),
                                why,
                                failed.changed(),
                                again,
                                Optional.empty()),
                        new RunEvent.StepFailed(run.id(), now, task.path(), number, why, again));
        if (again.isEmpty()) {
            return new Progression.Failed(why);
        }
        nextAttempt = OptionalLong.of(run.time().nanoTime() + again.get().toNanos());
        strand.wakeIn(again.get());
        return Progression.parked(Wait.TIMER);
    }

    private Progression doubt(String reason) {
        var number = number();
        var now = run.clock().now();
        var why = run.scrub(reason);
        run.journal()
                .write(
                        new RunRecord.StepInDoubt(now, task.path(), number, why),
                        new RunEvent.StepInDoubt(run.id(), now, task.path(), why));
        return decide();
    }

    private int number() {
        return run.journal()
                .look(h -> h.find(task.path()).map(StepHistory::attempt).orElse(1));
    }

    /** By the step's policy; a person if the policy leads nowhere. */
    private Progression decide() {
        if (isAsked() && (asked || task.inDoubt().policy() == InDoubt.Policy.ASK)) {
            return Progression.parked(Wait.DOUBT);
        }
        return switch (task.inDoubt().policy()) {
            case RERUN -> again(true, "the step is safe to repeat").orElseGet(this::attempt);
            case PROBE -> probe();
            case ASK -> ask("");
        };
    }

    private boolean isAsked() {
        return run.journal()
                .look(h -> h.find(task.path())
                        .filter(s -> s.question().isPresent() && s.votes().isEmpty())
                        .isPresent());
    }

    /** Clears the way for another attempt, if there is one left. */
    private Optional<Progression> again(boolean changed, String by) {
        var number = number();
        if (ownAttempt && number >= task.traits().attempts().max()) {
            var why = failure() + "; no attempt is left";
            var now = run.clock().now();
            run.journal()
                    .write(
                            new RunRecord.StepFailed(
                                    now,
                                    task.path(),
                                    number,
                                    Duration.ZERO,
                                    why,
                                    changed,
                                    Optional.empty(),
                                    Optional.empty()),
                            new RunEvent.StepFailed(run.id(), now, task.path(), number, why, Optional.empty()));
            return Optional.of(new Progression.Failed(why));
        }
        run.journal().add(new RunRecord.DoubtCleared(run.clock().now(), task.path(), number, changed, by));
        return Optional.empty();
    }

    private Progression probe() {
        var context = context(number());
        begun = run.clock().now();
        Outcome<Probe<?>> outcome =
                strand.call(task.traits().timeout(), () -> {}, () -> probe(task.operation(), context));
        Optional<Progression> decided;
        run.lock().lock();
        try {
            // Somebody who had been asked before may have answered meanwhile: a person's word stands.
            decided = run.state(task.path()) == StepHistory.State.IN_DOUBT ? probed(outcome) : Optional.empty();
        } finally {
            run.lock().unlock();
        }
        return decided.orElseGet(this::go);
    }

    private Optional<Progression> probed(Outcome<Probe<?>> outcome) {
        if (!(outcome instanceof Outcome.Returned<Probe<?>> answer)) {
            return Optional.of(ask("; its target was asked and did not answer"));
        }
        if (answer.value() instanceof Probe.Applied<?> applied) {
            run.note("Doubt at " + task.path() + " cleared: its target was asked, and it was applied");
            return Optional.of(done(number(), applied.result(), "probe"));
        }
        if (answer.value() instanceof Probe.NotApplied<?>) {
            return again(false, "probe");
        }
        return Optional.of(ask(
                answer.value() instanceof Probe.Unknown<?> unknown
                        ? "; its target was asked: " + run.scrub(unknown.why())
                        : "; its target was asked, and the probe returned nothing"));
    }

    @SuppressWarnings("unchecked")
    private <T> Probe<?> probe(Operation<T> operation, StepContext context) throws Exception {
        var own = ((InDoubt<T>) task.inDoubt()).probing();
        if (own.isPresent()) {
            return own.get().run(context);
        }
        var chosen = operation instanceof DeferredOperation<T> deferred ? deferred.choose(context) : operation;
        requireSameTarget(chosen);
        return chosen.probe(context);
    }

    private void requireSameTarget(Operation<?> chosen) throws Exception {
        var was = run.journal().look(h -> h.find(task.path()).flatMap(StepHistory::target));
        if (was.isPresent() && !run.scrub(chosen.target()).equals(was.get())) {
            throw new TargetUnavailableException("The target is another one than before");
        }
    }

    private Progression ask(String more) {
        asked = true;
        var now = run.clock().now();
        var text = "Was \"" + task.title() + "\" applied? " + failure() + more;
        run.ask(new RunRecord.Asked(
                now,
                task.path(),
                task.kind(),
                task.title(),
                Question.Kind.IN_DOUBT,
                text,
                List.of(
                        "Look at the target before you answer.",
                        "Result expected if it was applied: "
                                + task.traits().output().shape()),
                io.emrops.Authorizer.OPERATORS,
                1,
                Optional.empty(),
                ""));
        return Progression.parked(Wait.DOUBT);
    }
}
