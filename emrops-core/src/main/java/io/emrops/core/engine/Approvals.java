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
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Binds what people agree to to what they could read. The previews behind an approval are made when it is asked, and once
 * more before the first step behind it changes something: if they differ, the approval is asked again.
 */
final class Approvals {
    private final LiveRun run;
    private final Definition definition;
    private final List<Node.Stepping> order;
    private final Map<String, Integer> positions = new HashMap<>();
    private final List<Node.Approving> approvals = new ArrayList<>();
    private final Set<String> confirmed = new HashSet<>();

    Approvals(LiveRun run, Definition definition) {
        this.run = run;
        this.definition = definition;
        this.order = definition.steps();
        for (int i = 0; i < order.size(); i++) {
            positions.put(order.get(i).path(), i);
            if (order.get(i) instanceof Node.Approving approval) {
                approvals.add(approval);
            }
        }
    }

    /** Puts the question, with what would be done behind it. */
    void ask(Node.Approving step) {
        ask(step, "", behind(step));
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
        var here = position(task.path());
        for (var approval : approvals) {
            if (position(approval.path()) > here) {
                break;
            }
            var wait = recheck(strand, approval);
            if (wait.isPresent()) {
                return wait;
            }
        }
        return Optional.empty();
    }

    /** Where a step stands in the document; an item of a fan-out stands where the fan-out does. */
    private int position(String path) {
        return positions.getOrDefault(path.replaceFirst("\\[.*]$", ""), order.size());
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
            var behind = behind(approval);
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
        var position = order.indexOf(approval);
        var paths = new HashSet<String>();
        order.subList(position + 1, order.size()).forEach(s -> paths.add(s.path()));
        return history.steps().stream()
                .filter(s -> s.kind().equals("step") && s.attempt() > 0)
                .anyMatch(s -> paths.contains(s.path().replaceFirst("\\[.*]$", "")));
    }

    private List<Plan.PlannedStep> behind(Node.Approving approval) {
        var steps = run.planner().rehearse(definition, run.results());
        for (int i = 0; i < steps.size(); i++) {
            if (steps.get(i).path().equals(approval.path())) {
                return steps.subList(i + 1, steps.size());
            }
        }
        return steps;
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
