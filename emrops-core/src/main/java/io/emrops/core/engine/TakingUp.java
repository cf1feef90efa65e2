package io.emrops.core.engine;

import io.emrops.Authorizer;
import io.emrops.PreconditionFailedException;
import io.emrops.ResumeRequest;
import io.emrops.RunState;
import io.emrops.Runbook;
import io.emrops.core.history.RunHistory;
import io.emrops.core.history.RunRecord;
import io.emrops.core.history.StepHistory;
import io.emrops.event.RunEvent;
import io.emrops.spi.Definition;
import io.emrops.spi.Leases;
import io.emrops.spi.Node;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Takes runs up again from the store: to go on with them, to go on at a step, to undo them. Everything that may stand
 * against it is looked at before anything is written down.
 */
final class TakingUp {
    private final Surroundings around;
    private final Preparation preparation;
    private final RunsHere here;
    private final RunList runs;

    TakingUp(Surroundings around, Preparation preparation, RunsHere here, RunList runs) {
        this.around = around;
        this.preparation = preparation;
        this.here = here;
        this.runs = runs;
    }

    /** @param by the request, by what is known of the run */
    LiveRun resume(Runbook runbook, String runId, Function<RunHistory, ResumeRequest> by) {
        try (var claim = here.claim(runId)) {
            return resumeClaimed(runbook, runId, by);
        }
    }

    private LiveRun resumeClaimed(Runbook runbook, String runId, Function<RunHistory, ResumeRequest> by) {
        var underWay = underWay(runId);
        if (underWay.isPresent()) {
            return underWay.get();
        }
        var history = runs.history(runId);
        if (history.ended().isPresent()) {
            throw refused(
                    runId,
                    "it has ended as " + history.state()
                            + (history.ended().get().leftChanged().isEmpty()
                                    ? ""
                                    : "; what is left changed can be undone"));
        }
        var request = by.apply(history);
        if (history.undo().isPresent()) {
            var passing = request.acceptedIrreversible().isPresent();
            return take(
                    runbook,
                    history,
                    request,
                    Aim.undo(history.locks(), run -> run.undo().resume(passing)));
        }
        return take(runbook, history, request, new Aim(List.of(), path -> false, history.locks(), LiveRun::begin));
    }

    LiveRun resumeFrom(Runbook runbook, String runId, String stepPath, ResumeRequest request) {
        try (var claim = here.claim(runId)) {
            return resumeFromClaimed(runbook, runId, stepPath, request);
        }
    }

    private LiveRun resumeFromClaimed(Runbook runbook, String runId, String stepPath, ResumeRequest request) {
        var history = runs.history(runId);
        var state = history.state();
        var undone = history.undo().isPresent();
        if (undone || state != RunState.FAILED && state != RunState.CANCELLED) {
            throw refused(
                    runId,
                    "only a run that failed or was cancelled, and was not undone, can be gone on with at a step; this one is "
                            + state);
        }
        var behind = behind(runbook.definition(), history, stepPath);
        return take(runbook, history, request, new Aim(behind, behind::contains, history.locks(), LiveRun::begin));
    }

    LiveRun undo(Runbook runbook, String runId, ResumeRequest request) {
        try (var claim = here.claim(runId)) {
            return undoClaimed(runbook, runId, request);
        }
    }

    private LiveRun undoClaimed(Runbook runbook, String runId, ResumeRequest request) {
        var history = runs.history(runId);
        if (history.ended().isEmpty()) {
            throw refused(runId, "it is " + history.state() + "; cancel it, and it is undone");
        }
        if (history.effects().isEmpty()) {
            throw refused(runId, "there is nothing left to undo");
        }
        var passing = request.acceptedIrreversible().isPresent();
        return take(
                runbook,
                history,
                request,
                Aim.undo(
                        history.locksEverTaken(), run -> run.undo().begin(request.actor(), request.reason(), passing)));
    }

    /** The steps that were reached, from one on. */
    private static List<String> behind(Definition definition, RunHistory history, String stepPath) {
        var steps = definition.steps();
        var from = steps.stream().filter(s -> s.path().equals(stepPath)).findFirst();
        var outermost = definition.nodes().stream().anyMatch(n -> contains(n, stepPath));
        if (from.isEmpty() || !outermost) {
            throw refused(history.runId(), "there is no step \"" + stepPath + "\" outside of branches and fan-outs");
        }
        var paths = steps.subList(steps.indexOf(from.get()), steps.size()).stream()
                .map(Node.Stepping::path)
                .toList();
        return history.steps().stream()
                .map(StepHistory::path)
                .filter(p -> paths.contains(p.replaceFirst("\\[.*]$", "")))
                .toList();
    }

    private static boolean contains(Node node, String path) {
        if (node instanceof Node.Part part) {
            return part.nodes().stream().anyMatch(n -> contains(n, path));
        }
        return node instanceof Node.Stepping step && step.path().equals(path);
    }

    private Optional<LiveRun> underWay(String runId) {
        return here.live(runId).filter(run -> run.status().state() != RunState.PAUSED);
    }

    /**
     * What a run is taken up for.
     *
     * @param reset the steps to forget
     * @param anew whether what has begun is done anew, or not at all
     * @param locks what the run is to hold
     * @param begin what it begins with
     */
    private record Aim(List<String> reset, Predicate<String> anew, Set<String> locks, Consumer<LiveRun> begin) {
        static Aim undo(Set<String> locks, Consumer<LiveRun> begin) {
            return new Aim(List.of(), path -> true, locks, begin);
        }
    }

    /** Asks everything that can take its time first, while other runs go on; then takes the run, all at once. */
    private LiveRun take(Runbook runbook, RunHistory history, ResumeRequest request, Aim aim) {
        var id = history.runId();
        if (underWay(id).isPresent()) {
            throw refused(id, "it is under way in this engine");
        }
        requireMayTakeUp(history, request.actor());
        var definition = runbook.definition();
        preparation.requireRunnable(definition);
        var print = requireSame(definition, history, request, aim);
        var parameters = preparation.parameters(definition, history, request);
        var run = new LiveRun(around, definition, RunJournal.open(around, history), parameters);
        SameTargets.require(run, history);
        return here.admit(
                () -> {
                    requireUnmoved(history);
                    holdLocks(run, aim.locks());
                    write(run, request, print, aim);
                    return run;
                },
                aim.begin());
    }

    /** A paused run may have been answered or cancelled while its targets were asked. */
    private void requireUnmoved(RunHistory history) {
        var moved = here.live(history.runId())
                .filter(run -> run.status().state() != RunState.PAUSED
                        || run.journal().look(RunHistory::size) != history.size());
        if (moved.isPresent()) {
            throw refused(history.runId(), "it has moved on while its targets were asked; try again");
        }
    }

    private static void write(LiveRun run, ResumeRequest request, Optional<RunRecord.Print> print, Aim aim) {
        var now = run.clock().now();
        var held = run.journal().look(RunHistory::locks);
        try {
            run.journal()
                    .write(
                            new RunRecord.RunResumed(
                                    now, request.actor(), request.reason(), request.acceptedChanges(), print),
                            new RunEvent.Resumed(run.id(), now, run.scrub(request.actor())));
            if (!held.containsAll(aim.locks())) {
                run.journal().write(new RunRecord.LocksTaken(now, List.copyOf(new TreeSet<>(aim.locks()))));
            }
            if (!aim.reset().isEmpty()) {
                run.journal().write(new RunRecord.StepsReset(now, request.actor(), request.reason(), aim.reset()));
                run.results().forget();
            }
        } catch (JournalLost e) {
            throw e.reason();
        }
    }

    /** Whoever started a run may go on with it; anybody else has to be an operator. */
    private void requireMayTakeUp(RunHistory history, String actor) {
        if (!actor.equals(history.started().actor()) && !around.authorizer().mayDecide(actor, Authorizer.OPERATORS)) {
            throw refused(history.runId(), actor + " did not start it and may not take up the runs of others");
        }
    }

    private Optional<RunRecord.Print> requireSame(
            Definition definition, RunHistory history, ResumeRequest request, Aim aim) {
        var comparison = Comparison.of(history, definition, around.charts().of(definition), aim.anew());
        if (comparison.verdict() == Comparison.Verdict.IDENTICAL) {
            return Optional.empty();
        }
        var differences = String.join("; ", comparison.differences());
        if (comparison.verdict() == Comparison.Verdict.INCOMPATIBLE) {
            throw refused(
                    history.runId(),
                    "the runbook differs in what has begun: " + differences
                            + ". Resume with the definition it was started with, or cancel and undo with that one");
        }
        if (request.acceptedChanges().isEmpty()) {
            throw refused(
                    history.runId(),
                    "the runbook differs in what has not begun: " + differences
                            + ". Accept that with ResumeRequest.acceptChanges(why)");
        }
        return Optional.of(around.charts().of(definition).print());
    }

    private void holdLocks(LiveRun run, Set<String> locks) {
        if (locks.isEmpty()) {
            return;
        }
        var answer = around.leases().acquire(new TreeSet<>(locks), run.holder("resume"));
        if (answer instanceof Leases.Acquisition.Refused refused) {
            throw refused(
                    run.id(), "its lock \"" + refused.by().lock() + "\" is now " + LockWorker.words(refused.by()));
        }
    }

    private static PreconditionFailedException refused(String runId, String why) {
        return new PreconditionFailedException("Run " + runId + ": " + why, null, runId, null, null);
    }
}
