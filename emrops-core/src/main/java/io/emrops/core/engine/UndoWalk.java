package io.emrops.core.engine;

import io.emrops.Operation;
import io.emrops.RunState;
import io.emrops.StepContext;
import io.emrops.Undoing;
import io.emrops.core.history.OutputCodec;
import io.emrops.core.history.RunHistory;
import io.emrops.core.history.RunRecord;
import io.emrops.core.history.StepHistory;
import io.emrops.event.RunEvent;
import io.emrops.spi.DeferredOperation;
import io.emrops.spi.Node;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;

/**
 * Undoes what a run changed, the last change first. A failure does not keep the others from being undone; all are told,
 * and the run does not end as rolled back unless nothing is left changed.
 */
final class UndoWalk implements Runnable {
    private final LiveRun run;
    private final boolean passIrreversible;
    private volatile Optional<String> stoppedBecause = Optional.empty();
    private volatile boolean suspended;
    private volatile boolean leftOff;
    private final List<CountDownLatch> waits = new ArrayList<>();

    UndoWalk(LiveRun run, boolean passIrreversible) {
        this.run = run;
        this.passIrreversible = passIrreversible;
    }

    /** Ends the undo behind the step that is being undone. */
    void stop(String by, String why) {
        stoppedBecause = Optional.of("the undo was stopped by " + by + (why.isEmpty() ? "" : ": " + why));
        hurry();
    }

    /** Leaves off behind the step that is being undone, to go on after a resume. */
    void suspend() {
        suspended = true;
        hurry();
    }

    /** Nobody waits for the next attempt of an undo that will not be made. */
    private synchronized void hurry() {
        waits.forEach(CountDownLatch::countDown);
    }

    @Override
    public void run() {
        try {
            walk();
        } catch (JournalLost e) {
            run.undo().suspended();
            run.stopping().halted(e.reason());
        } catch (RuntimeException | Error e) {
            run.undo().suspended();
            run.stopping().broke(e);
        }
    }

    private void walk() {
        run.journal().flush();
        var todo = new ArrayList<>(run.journal().look(UndoWalk::todo));
        Collections.reverse(todo);
        for (int i = 0; i < todo.size(); i++) {
            if (suspended) {
                run.undo().suspended();
                return;
            }
            if (stoppedBecause.isEmpty()) {
                var group = group(todo, i);
                undo(group);
                i += group.size() - 1;
            }
        }
        if (leftOff) {
            run.undo().suspended();
            return;
        }
        finish();
    }

    /** What is left to undo; what failed since the undo began is not tried again. */
    private static List<String> todo(RunHistory history) {
        return history.effects().stream()
                .filter(path -> history.find(path)
                        .filter(s -> s.undo() != StepHistory.Undo.FAILED)
                        .isPresent())
                .toList();
    }

    private void finish() {
        var why = run.journal().look(h -> h.undo().map(RunRecord.UndoBegan::why).orElse(""));
        var effects = run.journal().look(RunHistory::effects);
        if (stoppedBecause.isPresent()) {
            run.ending()
                    .end(
                            RunState.ROLLBACK_STOPPED,
                            (why.isEmpty() ? "" : why + "; ") + stoppedBecause.get(),
                            LeftChanged.words(run, effects));
        } else if (effects.isEmpty()) {
            run.ending().end(RunState.ROLLED_BACK, why, List.of());
        } else {
            run.ending().end(RunState.ROLLBACK_FAILED, why, LeftChanged.words(run, effects));
        }
    }

    /** A step by itself, or the items of a fan-out that finished one after the other and may be undone side by side. */
    private List<String> group(List<String> todo, int from) {
        var fan = fanOf(todo.get(from));
        if (fan.isEmpty() || fan.get().atMost() == 1) {
            return List.of(todo.get(from));
        }
        int to = from;
        while (to < todo.size()
                && to - from < fan.get().atMost()
                && fanOf(todo.get(to)).equals(fan)) {
            to++;
        }
        return List.copyOf(todo.subList(from, to));
    }

    private Optional<Node.FanOut> fanOf(String path) {
        var bracket = path.endsWith("]") ? path.lastIndexOf('[') : -1;
        return bracket < 0
                ? Optional.empty()
                : run.results()
                        .step(path.substring(0, bracket))
                        .filter(Node.FanOut.class::isInstance)
                        .map(Node.FanOut.class::cast);
    }

    private void undo(List<String> group) {
        if (group.size() == 1) {
            undo(group.get(0));
            return;
        }
        var done = new CountDownLatch(group.size());
        var lost = Collections.synchronizedList(new ArrayList<JournalLost>());
        for (var path : group) {
            run.execute(() -> {
                try {
                    undo(path);
                } catch (JournalLost e) {
                    lost.add(e);
                } finally {
                    done.countDown();
                }
            });
        }
        awaitCalmly(done);
        if (!lost.isEmpty()) {
            throw lost.get(0);
        }
    }

    private void undo(String path) {
        Optional<Node.Task> task;
        try {
            task = run.results().task(path);
        } catch (RuntimeException e) {
            failed(path, Duration.ZERO, "the item cannot be found any more: " + Outcome.words(e));
            return;
        }
        if (task.isEmpty()) {
            failed(path, Duration.ZERO, "the runbook has no such step any more; undo it by hand");
            return;
        }
        undo(path, task.get(), task.get().operation());
    }

    private <T> void undo(String path, Node.Task task, Operation<T> operation) {
        var step = run.journal().look(h -> h.find(path).orElseThrow());
        var context = contextOf(run, path);
        var spec = task.undo();
        if (spec.nothing().isPresent()) {
            nothing(path, spec.nothing().get());
        } else if (spec.irreversible().isPresent()) {
            irreversible(path, spec.irreversible().get());
        } else if (finished(step).isPresent() && spec.finished().isPresent()) {
            call(task, path, () -> {
                var output =
                        OutputCodec.read(task.traits().output(), finished(step).orElseThrow(), path);
                spec.finished().get().undo(context, output);
                return io.emrops.Done.DONE;
            });
        } else if (spec.attempt().isPresent()) {
            call(task, path, () -> {
                spec.attempt().get().run(context);
                return io.emrops.Done.DONE;
            });
        } else if (spec.finished().isPresent()) {
            failed(
                    path,
                    Duration.ZERO,
                    halfDone(step) + ", and the step has an undo only for when it finished (state undoAttempt)");
        } else {
            byOperation(path, task, operation, step, context);
        }
    }

    /** What the step returned, if it finished, be it in an earlier generation that was not begun anew. */
    private static Optional<com.fasterxml.jackson.databind.JsonNode> finished(StepHistory step) {
        return step.state() == StepHistory.State.DONE ? step.output() : step.outputSetAside();
    }

    private static String halfDone(StepHistory step) {
        return switch (step.state()) {
            case IN_DOUBT, STARTED -> "it is not known whether it was applied";
            case OUTPUT_LOST -> "it took effect, but its result was lost";
            default -> "it failed and may be half done";
        };
    }

    private <T> void byOperation(
            String path, Node.Task task, Operation<T> operation, StepHistory step, StepContext context) {
        var chosen = Watchdog.call(run.time(), Optional.empty(), () -> {}, () -> chosen(operation, context));
        if (!(chosen instanceof Outcome.Returned<Operation<T>> known)) {
            failed(path, Duration.ZERO, "its operation cannot be chosen again");
        } else if (known.value().undoing() instanceof Undoing.NothingToUndo<T> none) {
            nothing(path, none.why());
        } else if (known.value().undoing() instanceof Undoing.Irreversible<T> irreversible) {
            irreversible(path, irreversible.why());
        } else if (known.value().undoing() instanceof Undoing.Compensation<T, ?> compensation) {
            call(task, path, () -> {
                requireSameTarget(known.value(), step);
                compensate(compensation, task, step, context);
                return io.emrops.Done.DONE;
            });
        } else {
            failed(path, Duration.ZERO, "the step does not say how it is undone");
        }
    }

    @SuppressWarnings("unchecked")
    private static <T, S> void compensate(
            Undoing.Compensation<T, S> compensation, Node.Task task, StepHistory step, StepContext context)
            throws Exception {
        if (step.before().isEmpty()) {
            throw new io.emrops.PreconditionFailedException("what was there before was not captured");
        }
        var before = (S) OutputCodec.read(compensation.before(), step.before().get(), step.path());
        Optional<T> result =
                finished(step).map(json -> (T) OutputCodec.read(task.traits().output(), json, step.path()));
        compensation.undo(context, before, result);
    }

    static StepContext contextOf(LiveRun run, String path) {
        var attempt =
                run.journal().look(h -> h.find(path).map(StepHistory::attempt).orElse(1));
        return run.context(path, attempt, run.results().branches(path));
    }

    static <T> Operation<T> chosen(Operation<T> operation, StepContext context) {
        return operation instanceof DeferredOperation<T> deferred ? deferred.choose(context) : operation;
    }

    private void requireSameTarget(Operation<?> operation, StepHistory step) throws Exception {
        var target = run.scrub(operation.target());
        if (step.target().isPresent() && !step.target().get().equals(target)) {
            throw new io.emrops.PreconditionFailedException(
                    "the " + target + " that answers now is another one than the step was done on");
        }
    }

    private void nothing(String path, String why) {
        run.journal().add(new RunRecord.UndoDone(run.clock().now(), path, Duration.ZERO, "nothing to undo: " + why));
    }

    private void irreversible(String path, String why) {
        if (passIrreversible) {
            failed(path, Duration.ZERO, "it cannot be undone (" + why + ") and was passed");
        } else {
            stoppedBecause = Optional.of("step \"" + path + "\" cannot be undone: " + why);
        }
    }

    private void call(Node.Task task, String path, Callable<?> undo) {
        var begun = run.clock().now();
        run.journal()
                .write(
                        new RunRecord.UndoStarted(begun, path, task.title()),
                        new RunEvent.UndoStarted(run.id(), begun, path, task.title()));
        var attempts = task.traits().attempts();
        for (int attempt = 1; ; attempt++) {
            var outcome = Watchdog.call(run.time(), task.traits().timeout(), () -> {}, undo::call);
            var took = Duration.between(begun, run.clock().now());
            if (outcome instanceof Outcome.Returned<?>) {
                run.journal()
                        .write(
                                new RunRecord.UndoDone(run.clock().now(), path, took, "undone"),
                                new RunEvent.UndoFinished(run.id(), run.clock().now(), path, took));
                return;
            }
            var retry = outcome instanceof Outcome.Failed<?> f && f.retry() && attempt < attempts.max();
            if (retry) {
                pause(attempts.backoff().after(attempt));
            }
            if (retry && suspended) {
                leftOff = true;
                return;
            }
            if (!retry || stoppedBecause.isPresent()) {
                failed(
                        path,
                        took,
                        outcome instanceof Outcome.Failed<?> f
                                ? f.why()
                                : "it is not known: " + ((Outcome.Doubtful<?>) outcome).why());
                return;
            }
        }
    }

    private void failed(String path, Duration took, String reason) {
        var why = run.scrub(reason);
        run.journal()
                .write(
                        new RunRecord.UndoFailed(run.clock().now(), path, took, why),
                        new RunEvent.UndoFailed(run.id(), run.clock().now(), path, why));
    }

    private void pause(Duration wait) {
        var over = new CountDownLatch(1);
        synchronized (this) {
            if (suspended || stoppedBecause.isPresent()) {
                return;
            }
            waits.add(over);
        }
        var timer = run.time().schedule(wait, over::countDown);
        awaitCalmly(over);
        timer.cancel();
    }

    /** An undo is not left off for an interrupt that nobody here asked for. */
    private static void awaitCalmly(CountDownLatch latch) {
        var interrupted = false;
        while (true) {
            try {
                latch.await();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
