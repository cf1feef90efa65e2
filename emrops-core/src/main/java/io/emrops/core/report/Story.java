package io.emrops.core.report;

import io.emrops.Report;
import io.emrops.core.history.RunHistory;
import io.emrops.core.history.RunRecord;
import java.util.ArrayList;
import java.util.List;

/** What happened to a run beside its steps, in order of time. */
final class Story {
    private Story() {}

    static List<Report.Entry> of(RunHistory history) {
        var story = new ArrayList<Report.Entry>();
        for (var record : history.records()) {
            var text = text(record);
            if (!text.isEmpty()) {
                story.add(new Report.Entry(record.at(), text));
            }
        }
        return List.copyOf(story);
    }

    private static String text(RunRecord record) {
        if (record instanceof RunRecord.RunStarted r) {
            return "Started by " + r.actor() + because(r.reason());
        } else if (record instanceof RunRecord.RunResumed r) {
            return "Resumed by " + r.actor() + because(r.reason())
                    + r.acceptedChanges()
                            .map(c -> "; the runbook has changed, accepted because " + c)
                            .orElse("");
        } else if (record instanceof RunRecord.StepsReset r) {
            return "Steps to be done anew, says " + r.actor() + because(r.reason()) + ": "
                    + String.join(", ", r.paths());
        } else if (record instanceof RunRecord.StepInDoubt r) {
            return "In doubt at " + r.path() + ": " + r.why();
        } else if (record instanceof RunRecord.DoubtCleared r) {
            return "Doubt at " + r.path() + " cleared by " + r.by();
        } else if (record instanceof RunRecord.Asked r) {
            return "Asked " + r.group() + " at " + r.path() + ": " + r.text();
        } else if (record instanceof RunRecord.Answered r) {
            return r.by() + " answered at " + r.path() + ": " + r.verdict()
                    + (r.remark().isEmpty() ? "" : " (" + r.remark() + ")");
        } else if (record instanceof RunRecord.Waiting r) {
            return r.path() + " " + r.what();
        } else if (record instanceof RunRecord.LocksTaken r) {
            return "Locks taken: " + String.join(", ", r.names());
        } else if (record instanceof RunRecord.LocksReleased r) {
            return "Locks released: " + String.join(", ", r.names());
        } else if (record instanceof RunRecord.Paused r) {
            return "Paused by " + r.by() + because(r.why());
        } else if (record instanceof RunRecord.CancelRequested r) {
            return "Cancel asked for by " + r.by() + because(r.why());
        } else if (record instanceof RunRecord.UndoBegan r) {
            return "Undo begun by " + r.by() + because(r.why());
        } else if (record instanceof RunRecord.Noted r) {
            return r.text();
        } else if (record instanceof RunRecord.RunEnded r) {
            return "Ended as " + r.state() + because(r.why());
        }
        return "";
    }

    private static String because(String why) {
        return why.isEmpty() ? "" : ": " + why;
    }
}
