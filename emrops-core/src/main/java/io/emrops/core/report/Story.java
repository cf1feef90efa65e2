package io.emrops.core.report;

import io.emrops.Report;
import io.emrops.core.history.RunHistory;
import io.emrops.core.history.RunRecord;
import io.emrops.core.time.Durations;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What happened to a run and its steps, in order of time, a sentence each. */
final class Story {
    private final List<Report.Entry> entries = new ArrayList<>();
    private final Map<String, Instant> waitsSince = new HashMap<>();

    private Story() {}

    static List<Report.Entry> of(RunHistory history) {
        var story = new Story();
        for (var record : history.records()) {
            var text = story.text(record);
            if (!text.isEmpty()) {
                story.entries.add(new Report.Entry(record.at(), text));
            }
        }
        return List.copyOf(story.entries);
    }

    private String text(RunRecord record) {
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
        } else if (record instanceof RunRecord.Noted r) {
            return r.text();
        } else if (record instanceof RunRecord.RunEnded r) {
            return "Ended as " + words(r.state()) + because(r.why());
        }
        var step = ofStep(record);
        return step.isEmpty() ? besideSteps(record) : step;
    }

    private static String ofStep(RunRecord record) {
        if (record instanceof RunRecord.StepStarted r) {
            return r.attempt() > 1 ? "Attempt " + r.attempt() + " at " + r.path() + " begun" : "";
        } else if (record instanceof RunRecord.StepDone r) {
            return switch (r.by()) {
                case "body" -> r.path() + " done" + after(r.took());
                case "probe" -> r.path() + " done, says its target";
                // The answer of the person stands right before it.
                default -> "";
            };
        } else if (record instanceof RunRecord.OutputLost r) {
            return r.path() + " took effect" + after(r.took()) + ", but " + r.why();
        } else if (record instanceof RunRecord.StepFailed r) {
            return r.path() + " failed" + (r.attempt() > 1 ? " at attempt " + r.attempt() : "") + after(r.took())
                    + because(r.why())
                    + r.again()
                            .map(again -> "; next attempt in " + Durations.words(again))
                            .orElse("");
        } else if (record instanceof RunRecord.StepSkipped r) {
            return r.path() + " skipped" + because(r.why());
        } else if (record instanceof RunRecord.ItemsFixed r) {
            return r.path() + " has " + r.keys().size() + " items" + because(String.join(", ", r.keys()));
        } else if (record instanceof RunRecord.StepInDoubt r) {
            return "In doubt at " + r.path() + ": " + r.why();
        } else if (record instanceof RunRecord.DoubtCleared r) {
            return "Doubt at " + r.path() + " cleared by " + r.by() + ": it may be done again";
        } else if (record instanceof RunRecord.UndoDone r) {
            return "Undo of " + r.path() + ": " + r.how() + after(r.took());
        } else if (record instanceof RunRecord.UndoFailed r) {
            return "Undo of " + r.path() + " failed" + after(r.took()) + because(r.why());
        }
        return "";
    }

    private String besideSteps(RunRecord record) {
        if (record instanceof RunRecord.Asked r) {
            return "Asked " + r.group() + " at " + r.path() + ": " + r.text();
        } else if (record instanceof RunRecord.Answered r) {
            return r.by() + " answered at " + r.path() + ": " + words(r.verdict()) + remark(r);
        } else if (record instanceof RunRecord.Waiting r) {
            waitsSince.put(r.path(), r.at());
            return r.path() + " " + r.what();
        } else if (record instanceof RunRecord.WaitEnded r) {
            var since = waitsSince.remove(r.path());
            return r.path() + " goes on" + (since == null ? "" : after(Duration.between(since, r.at())));
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
        }
        return "";
    }

    private static String because(String why) {
        return why.isEmpty() ? "" : ": " + why;
    }

    private static String after(Duration took) {
        return took.isZero() ? "" : " after " + ReportPage.took(took);
    }

    /** An answer as a sentence without its step. */
    static String words(RunRecord.Answered answer) {
        return words(answer.verdict()) + " by " + answer.by() + remark(answer);
    }

    private static String remark(RunRecord.Answered answer) {
        return answer.remark().isEmpty() ? "" : " (" + answer.remark() + ")";
    }

    static String words(Enum<?> word) {
        return word.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
