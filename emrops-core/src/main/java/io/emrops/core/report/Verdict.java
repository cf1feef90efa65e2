package io.emrops.core.report;

import io.emrops.Report;
import io.emrops.RunState;
import io.emrops.core.history.RunHistory;
import io.emrops.core.history.RunRecord;
import io.emrops.core.history.StepHistory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * What a run came to: what failed, on which target, what was undone and what is left; and what somebody has to do about
 * it, each as a call.
 */
final class Verdict {
    private static final int REASON_LENGTH = 500;
    private static final int NAMED = 5;

    private final RunHistory history;
    private final RunState state;

    private Verdict(RunHistory history, RunState state) {
        this.history = history;
        this.state = state;
    }

    static String of(RunHistory history, RunState state, boolean live) {
        return new Verdict(history, state).sentence(live);
    }

    static List<String> next(RunHistory history, RunState state, boolean live) {
        return new Verdict(history, state).next(live);
    }

    /** The step that a verdict blames, if it blames one. */
    static Optional<Report.StepReport> blamed(String verdict, List<Report.StepReport> steps) {
        return steps.stream()
                .filter(step -> verdict.contains("step \"" + step.path() + "\" failed")
                        || verdict.startsWith("In doubt:") && step.state() == Report.StepState.IN_DOUBT)
                .findFirst();
    }

    private String sentence(boolean live) {
        return switch (state) {
            case SUCCEEDED -> "Succeeded: all steps finished." + notKept();
            case FAILED -> "Failed" + because() + ". " + leftAsItIs();
            case CANCELLED -> "Cancelled" + because().replaceFirst("^: cancelled", "") + ". " + leftAsItIs();
            case ROLLED_BACK -> "Rolled back" + because() + ". " + everythingUndone();
            case ROLLBACK_FAILED -> "Rollback failed." + itBegan() + undosFailed() + someUndone() + leftOver();
            case ROLLBACK_STOPPED -> "Rollback stopped" + because() + "." + someUndone() + leftOver();
            case IN_DOUBT -> "In doubt: " + doubtful() + ", and a person has to look.";
            case PAUSED -> "Paused" + paused() + "." + locksKept();
            case WAITING -> waiting();
            case UNDOING ->
                "Being undone"
                        + because(history.undo().map(RunRecord.UndoBegan::why).orElse("")) + "." + someUndone();
            case RUNNING ->
                live
                        ? "Running."
                        : "Running when its journal was last written, at " + history.lastAt()
                                + "; nobody is at work on it here.";
        };
    }

    private String notKept() {
        var names = Objectives.notKept(history);
        return names.isEmpty() ? "" : " Not kept: " + tidy(names) + ".";
    }

    private String itBegan() {
        var because = because();
        return because.isEmpty() ? "" : " It began because" + because.substring(1) + ".";
    }

    private String because() {
        return because(history.ended().map(RunRecord.RunEnded::why).orElse(""));
    }

    /** The reason with the target of the step that it names. */
    private String because(String why) {
        if (why.isEmpty()) {
            return "";
        }
        var reason = why;
        for (var step : history.steps()) {
            var blame = "step \"" + step.path() + "\" failed";
            if (why.startsWith(blame + ":") && step.target().isPresent()) {
                reason = blame + " on " + step.target().get() + why.substring(blame.length());
            }
        }
        return ": " + tidy(reason);
    }

    /** Without the full stop, to be gone on with. */
    private static String tidy(String reason) {
        return Cut.at(REASON_LENGTH, reason).strip().replaceFirst("[.]+$", "");
    }

    private int left() {
        return history.ended().map(e -> e.leftChanged().size()).orElse(0);
    }

    private String leftAsItIs() {
        return switch (left()) {
            case 0 -> "Nothing is left changed.";
            case 1 -> "1 change is left as it is.";
            default -> left() + " changes are left as they are.";
        };
    }

    private String leftOver() {
        return switch (left()) {
            case 0 -> " Nothing is left changed.";
            case 1 -> " 1 change is left.";
            default -> " " + left() + " changes are left.";
        };
    }

    private String everythingUndone() {
        var undone = undone();
        return undone.isEmpty()
                ? "What was done leaves nothing to be undone."
                : "Everything that was changed has been undone: " + named(undone) + ".";
    }

    private String someUndone() {
        var undone = undone();
        return undone.isEmpty() ? "" : " Undone: " + named(undone) + ".";
    }

    private List<StepHistory> undone() {
        return history.steps().stream()
                .filter(step -> step.undo() == StepHistory.Undo.DONE)
                .filter(step -> step.undoOutcome()
                        .filter(r -> r instanceof RunRecord.UndoDone done
                                && !done.how().startsWith("nothing to undo"))
                        .isPresent())
                .toList();
    }

    private String undosFailed() {
        var words = new StringBuilder();
        history.steps().stream()
                .filter(step -> step.undo() == StepHistory.Undo.FAILED)
                .limit(NAMED)
                .forEach(step -> words.append(" The undo of step \"")
                        .append(step.path())
                        .append('"')
                        .append(step.target().map(target -> " on " + target).orElse(""))
                        .append(" failed: ")
                        .append(tidy(step.undoOutcome()
                                .filter(RunRecord.UndoFailed.class::isInstance)
                                .map(r -> ((RunRecord.UndoFailed) r).why())
                                .orElse("it is not known why")))
                        .append('.'));
        return words.toString();
    }

    private static String named(List<StepHistory> steps) {
        var paths = steps.stream()
                .limit(NAMED)
                .map(step -> "\"" + step.path() + "\"")
                .toList();
        var more = steps.size() > NAMED ? " and " + (steps.size() - NAMED) + " more" : "";
        return (steps.size() == 1 ? "step " : "steps ") + String.join(", ", paths) + more;
    }

    private String doubtful() {
        var doubts = history.steps().stream()
                .filter(step -> step.state() == StepHistory.State.IN_DOUBT)
                .toList();
        if (doubts.size() != 1) {
            return "what " + named(doubts) + " did is not known";
        }
        var step = doubts.get(0);
        return "what step \"" + step.path() + "\" did"
                + step.target().map(target -> " to " + target).orElse("") + " is not known"
                + step.failure().map(why -> " (" + tidy(why) + ")").orElse("");
    }

    private String paused() {
        return history.paused()
                .map(p -> " by " + p.by() + (p.why().isEmpty() ? "" : ": " + tidy(p.why())))
                .orElse("");
    }

    private String locksKept() {
        return history.locks().isEmpty() ? "" : " It keeps its " + locks() + ".";
    }

    private String locks() {
        var names = new TreeSet<>(history.locks());
        return (names.size() == 1 ? "lock \"" : "locks \"") + String.join("\", \"", names) + "\"";
    }

    private String waiting() {
        var asked = history.steps().stream()
                .filter(step -> step.state() == StepHistory.State.ASKED)
                .map(step -> step.question().map(RunRecord.Asked::group).orElse("somebody") + " at step \""
                        + step.path() + "\" (" + tidy(step.title()) + ")")
                .toList();
        if (!asked.isEmpty()) {
            return "Waiting for " + String.join(", ", asked) + ".";
        }
        var waits = Chronicle.of(history).waits().stream()
                .filter(wait -> !wait.over())
                .map(Report.Wait::what)
                .distinct()
                .toList();
        return "Waiting for " + (waits.isEmpty() ? "a window or a lock" : String.join("; and for ", waits)) + ".";
    }

    // ---- what to do

    private List<String> next(boolean live) {
        var next = new ArrayList<String>();
        switch (state) {
            case PAUSED -> next.add("Go on: " + engine("resume", ""));
            case FAILED, CANCELLED -> goOn(next);
            case ROLLBACK_FAILED, ROLLBACK_STOPPED -> undoOn(next);
            case SUCCEEDED, ROLLED_BACK -> {}
            case RUNNING, WAITING, IN_DOUBT, UNDOING -> {
                if (!live) {
                    next.add("Nobody is at work on it here; if its process has died, go on: " + engine("resume", ""));
                }
            }
        }
        if (!state.ended() && state != RunState.UNDOING) {
            answers(next, live);
        }
        return List.copyOf(next);
    }

    private void answers(List<String> next, boolean live) {
        for (var step : history.steps()) {
            var open = step.state() == StepHistory.State.ASKED || step.state() == StepHistory.State.IN_DOUBT;
            if (open && step.question().isPresent()) {
                answers(next, step, step.question().get());
                if (!live) {
                    next.add("If another process is at work on it, answer from here: Emrops.inbox(directory).answer("
                            + quoted(history.runId()) + ", " + quoted(step.path()) + ", "
                            + example(step.question().get()) + ")");
                }
            }
        }
    }

    private static void answers(List<String> next, StepHistory step, RunRecord.Asked asked) {
        var answer = "run.answer(" + quoted(step.path()) + ", ";
        var title = '"' + Cut.at(REASON_LENGTH, step.title()) + '"';
        switch (asked.question()) {
            case CONFIRMATION -> next.add("Confirm " + title + ": " + answer + "Answer.confirm(\"you\"))");
            case APPROVAL ->
                next.add("Decide on " + title + " ("
                        + (asked.wanted() - step.votes().size()) + " of " + asked.group() + " still to agree): "
                        + answer + "Answer.agree(\"you\"))");
            case IN_DOUBT -> {
                var target = step.target().map(t -> " on " + t).orElse("");
                next.add("Look whether " + title + " was applied" + target + "; if it was: " + answer
                        + "Answer.applied(\"you\", result))");
                next.add("If it was not, and is to be done again: " + answer + "Answer.notApplied(\"you\"))");
                next.add("If it is half done, or nobody can tell, let the run fail: " + answer
                        + "Answer.giveUp(\"you\"))");
            }
        }
    }

    private static String example(RunRecord.Asked asked) {
        return switch (asked.question()) {
            case CONFIRMATION -> "Answer.confirm(\"you\")";
            case APPROVAL -> "Answer.agree(\"you\")";
            case IN_DOUBT -> "Answer.notApplied(\"you\")";
        };
    }

    private void goOn(List<String> next) {
        if (left() > 0) {
            next.add("Undo what is left: " + engine("undo", ", ResumeRequest.by(\"you\")"));
        }
        if (history.undo().isEmpty() && (left() > 0 || state == RunState.FAILED)) {
            var again = "engine.resumeFrom(runbook, " + quoted(history.runId()) + ", " + quoted(lastReached())
                    + ", ResumeRequest.by(\"you\"))";
            next.add((left() > 0 ? "Or repair and go on" : "Once the cause is mended, go on") + " at a step: " + again);
        }
        abandon(next);
    }

    /** Where a run that was not undone is most likely gone on with; items are gone on with at their fan-out. */
    private String lastReached() {
        var steps = List.copyOf(history.steps());
        return steps.stream()
                .filter(step -> step.state() == StepHistory.State.FAILED)
                .findFirst()
                .or(() -> steps.isEmpty() ? Optional.empty() : Optional.of(steps.get(steps.size() - 1)))
                .map(step -> step.path().replaceFirst("\\[.*]$", ""))
                .orElse("step");
    }

    private void undoOn(List<String> next) {
        next.add("Try the rest again: " + engine("undo", ", ResumeRequest.by(\"you\")"));
        if (history.ended().map(e -> e.why().contains("cannot be undone: ")).orElse(false)) {
            next.add("Or leave what cannot be undone and go on behind it: "
                    + engine("undo", ", ResumeRequest.by(\"you\").passIrreversible(\"why\")"));
        }
        abandon(next);
    }

    private void abandon(List<String> next) {
        if (!history.locks().isEmpty()) {
            next.add("Or repair by hand and let go of its " + locks() + ", which it keeps until then: engine.abandon("
                    + quoted(history.runId()) + ", \"you\", \"why\")");
        }
    }

    private String engine(String verb, String more) {
        return "engine." + verb + "(runbook, " + quoted(history.runId()) + more + ")";
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
