package io.emrops.core.engine;

import io.emrops.Plan;
import io.emrops.Question;
import io.emrops.core.engine.Worker.Progression;
import io.emrops.core.history.RunHistory;
import io.emrops.core.history.RunRecord;
import io.emrops.core.history.StepHistory;
import io.emrops.spi.Definition;
import io.emrops.spi.Node;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Binds what people agree to to what they could read. The previews behind an approval are made when it is asked, and once
 * more before the first step behind it changes something: if they differ, the approval is asked again.
 */
final class Approvals {
    private final LiveRun run;
    private final Definition definition;
    private final Chart chart;
    private final Set<String> confirmed = new HashSet<>();

    Approvals(LiveRun run, Definition definition, Chart chart) {
        this.run = run;
        this.definition = definition;
        this.chart = chart;
    }

    /** Puts the question, with what would be done behind it. */
    void ask(Strand strand, Node.Approving step) {
        ask(step, "", behind(strand, step));
    }

    private void ask(Node.Approving step, String because, List<Plan.PlannedStep> behind) {
        var details = new ArrayList<String>();
        if (!because.isEmpty()) {
            details.add(because);
        }
        details.addAll(step.traits().notes());
        for (var planned : behind) {
            details.addAll(lines(planned));
        }
        Optional<Instant> expires = step.expires().map(run.clock().wall()::plus);
        run.ask(new RunRecord.Asked(
                run.clock().now(),
                step.path(),
                step.kind(),
                step.title(),
                Question.Kind.APPROVAL,
                step.title(),
                details,
                step.group(),
                step.atLeast(),
                expires,
                hash(behind)));
    }

    /** Whether a step may change something now; otherwise how to wait for another decision. */
    Optional<Progression> recheck(Strand strand, Node.Task task) {
        for (var approval : chart.approvals()) {
            var wait = chart.order().isBefore(approval.path(), task.path())
                    ? recheck(strand, approval)
                    : Optional.<Progression>empty();
            if (wait.isPresent()) {
                return wait;
            }
        }
        return Optional.empty();
    }

    private Optional<Progression> recheck(Strand strand, Node.Approving approval) {
        if (isConfirmed(approval)) {
            return Optional.empty();
        }
        if (run.state(approval.path()) == StepHistory.State.DONE) {
            var agreed = run.journal()
                    .look(h -> h.find(approval.path())
                            .flatMap(StepHistory::question)
                            .map(RunRecord.Asked::hash));
            var behind = behind(strand, approval);
            if (agreed.isEmpty() || agreed.get().equals(hash(behind))) {
                confirm(approval.path());
                return Optional.empty();
            }
            ask(approval, "What would be done has changed since it was agreed to.", behind);
        }
        var wait = Waiting.forPeople(run, strand, approval.path());
        return wait instanceof Progression.Passed ? recheck(strand, approval) : Optional.of(wait);
    }

    private synchronized void confirm(String path) {
        confirmed.add(path);
    }

    /** A decision counts for good once a step behind it has begun. */
    private synchronized boolean isConfirmed(Node.Approving approval) {
        if (confirmed.contains(approval.path())) {
            return true;
        }
        var state = run.state(approval.path());
        if (state == StepHistory.State.NEW || state == StepHistory.State.SKIPPED) {
            return true;
        }
        var begun = run.journal().look(h -> anyBegunBehind(h, approval));
        if (begun) {
            confirmed.add(approval.path());
        }
        return begun;
    }

    private boolean anyBegunBehind(RunHistory history, Node.Approving approval) {
        return history.steps().stream()
                .filter(s -> s.kind().equals("step") && s.attempt() > 0)
                .anyMatch(s -> chart.order().isBefore(approval.path(), s.path()));
    }

    /** What the rehearsal says of all that comes behind it; of a path that nobody knows, better too much than too little. */
    private List<Plan.PlannedStep> behind(Strand strand, Node.Approving approval) {
        return strand.outside(() -> run.planner().rehearse(definition, run.results())).stream()
                .filter(s -> !chart.order().has(s.path()) || chart.order().isBefore(approval.path(), s.path()))
                .toList();
    }

    private String hash(List<Plan.PlannedStep> behind) {
        return PlanHash.of(
                definition, run.journal().look(h -> h.started().params().toString()), behind);
    }

    private static List<String> lines(Plan.PlannedStep step) {
        var lines = new ArrayList<String>();
        step.changes().forEach(change -> lines.add(step.path() + ": " + change));
        if (step.foretold() == Plan.Foretold.AUTHORS_CODE) {
            lines.add(step.path() + ": " + step.title());
        } else if (step.changes().isEmpty() && step.foretold() != Plan.Foretold.CHANGES_NOTHING) {
            lines.add(step.path() + ": " + step.title() + " (" + String.join("; ", step.remarks()) + ")");
        }
        return lines;
    }
}
