package io.emrops.core.report;

import io.emrops.RunState;
import io.emrops.core.history.RunHistory;
import io.emrops.core.history.RunRecord;
import io.emrops.core.history.StepHistory;
import java.util.ArrayList;
import java.util.List;

/** What a run came to in one sentence, and what somebody has to do about it. */
final class Verdict {
    private Verdict() {}

    static String of(RunHistory history, RunState state) {
        var why = history.ended().map(RunRecord.RunEnded::why).orElse("").replaceFirst("[.]$", "");
        var because = why.isEmpty() ? "" : ": " + why;
        var left = history.ended().map(e -> e.leftChanged().size()).orElse(0);
        return switch (state) {
            case SUCCEEDED -> "Succeeded: all steps finished.";
            case FAILED -> "Failed" + because + (left == 0 ? ". Nothing is left changed." : ". " + leftAsItIs(left));
            case CANCELLED ->
                "Cancelled" + because.replaceFirst("^: cancelled", "")
                        + (left == 0 ? ". Nothing is left changed." : ". " + leftAsItIs(left));
            case ROLLED_BACK -> "Rolled back" + because + ". Everything that was changed has been undone.";
            case ROLLBACK_FAILED -> "Rollback failed" + because + ". " + changes(left) + " left.";
            case ROLLBACK_STOPPED -> "Rollback stopped" + because + ". " + changes(left) + " left.";
            case IN_DOUBT -> "In doubt: what " + doubtful(history) + " did is not known, and a person has to look.";
            case PAUSED ->
                "Paused"
                        + history.paused()
                                .map(p -> " by " + p.by() + (p.why().isEmpty() ? "" : ": " + p.why()))
                                .orElse("")
                        + ".";
            case WAITING -> waiting(history);
            case UNDOING -> "Being undone.";
            case RUNNING -> "Running.";
        };
    }

    private static String waiting(RunHistory history) {
        var asked = history.steps().stream()
                .filter(step -> step.state() == StepHistory.State.ASKED)
                .map(step -> step.question().map(RunRecord.Asked::group).orElse("somebody") + " at step \""
                        + step.path() + "\"")
                .toList();
        return asked.isEmpty() ? "Waiting for a window or a lock." : "Waiting for " + String.join(", ", asked) + ".";
    }

    private static String doubtful(RunHistory history) {
        var paths = history.steps().stream()
                .filter(step -> step.state() == StepHistory.State.IN_DOUBT)
                .map(step -> "\"" + step.path() + "\"")
                .toList();
        return (paths.size() == 1 ? "step " : "steps ") + String.join(", ", paths);
    }

    private static String leftAsItIs(int left) {
        return left == 1 ? "1 change is left as it is." : left + " changes are left as they are.";
    }

    private static String changes(int left) {
        return left == 1 ? "1 change is" : left + " changes are";
    }

    static List<String> next(RunHistory history, RunState state, boolean live) {
        var next = new ArrayList<String>();
        var id = history.runId();
        for (var step : history.steps()) {
            var question = step.question();
            var open = step.state() == StepHistory.State.ASKED || step.state() == StepHistory.State.IN_DOUBT;
            if (open && question.isPresent() && !state.ended() && state != RunState.UNDOING) {
                var asked = question.get();
                next.add(
                        switch (asked.question()) {
                            case CONFIRMATION ->
                                "Confirm \"" + step.title() + "\": run.answer(\"" + step.path()
                                        + "\", Answer.confirm(\"<you>\"))";
                            case APPROVAL ->
                                "Decide on \"" + step.title() + "\" ("
                                        + (asked.wanted() - step.votes().size()) + " of " + asked.group()
                                        + " still to agree): run.answer(\"" + step.path()
                                        + "\", Answer.agree(\"<you>\"))";
                            case IN_DOUBT ->
                                "Look whether \"" + step.title() + "\" was applied, then say so: run.answer(\""
                                        + step.path()
                                        + "\", Answer.applied(\"<you>\", <result>)) or Answer.notApplied(\"<you>\") or Answer.giveUp(\"<you>\")";
                        });
            }
        }
        switch (state) {
            case PAUSED -> next.add("Go on: engine.resume(runbook, \"" + id + "\")");
            case FAILED, CANCELLED -> {
                if (history.ended().map(e -> !e.leftChanged().isEmpty()).orElse(false)) {
                    next.add("Undo what is left: engine.undo(runbook, \"" + id + "\", ResumeRequest.by(\"<you>\"))");
                    next.add("Or repair and go on: engine.resumeFrom(runbook, \"" + id
                            + "\", \"<step>\", ResumeRequest.by(\"<you>\"))");
                    abandon(history, next);
                }
            }
            case ROLLBACK_FAILED, ROLLBACK_STOPPED -> {
                history.ended().ifPresent(e -> e.leftChanged().forEach(left -> next.add("Left changed: " + left)));
                next.add("Try the rest again: engine.undo(runbook, \"" + id + "\", ResumeRequest.by(\"<you>\"))");
                if (history.ended()
                        .map(e -> e.why().contains("cannot be undone: "))
                        .orElse(false)) {
                    next.add("Or leave what cannot be undone and go on behind it: engine.undo(runbook, \"" + id
                            + "\", ResumeRequest.by(\"<you>\").passIrreversible(\"<why>\"))");
                }
                abandon(history, next);
            }
            default -> {
                if (!live && !state.ended()) {
                    next.add(
                            0,
                            "Nobody is at work on it here; if its process has died, go on: engine.resume(runbook, \""
                                    + id + "\")");
                }
            }
        }
        return List.copyOf(next);
    }

    private static void abandon(RunHistory history, List<String> next) {
        if (!history.locks().isEmpty()) {
            next.add("Locks are kept until then (" + String.join(", ", new java.util.TreeSet<>(history.locks()))
                    + "); after a repair by hand: engine.abandon(\"" + history.runId()
                    + "\", \"<you>\", \"<why>\")");
        }
    }
}
