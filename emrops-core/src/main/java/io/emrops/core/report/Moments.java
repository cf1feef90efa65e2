package io.emrops.core.report;

import io.emrops.Report;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Stretches of time in which a run was worked on. */
final class Moments {
    /** From one moment to another. */
    record Stretch(Instant from, Instant until) {}

    private Moments() {}

    /** The last moment that the report tells of. */
    static Instant last(JournalReport report) {
        var last = report.endedAt().orElse(report.startedAt());
        for (var entry : report.story()) {
            last = later(last, entry.at());
        }
        for (var wait : report.waits()) {
            last = later(last, wait.from().plus(wait.took()));
        }
        return last;
    }

    /** When something was being done or undone, in order, without overlaps. */
    static List<Stretch> busy(JournalReport report) {
        var stretches = new ArrayList<Stretch>();
        for (var step : report.steps()) {
            for (var attempt : step.attempts()) {
                add(stretches, attempt.startedAt(), attempt.startedAt().plus(attempt.took()));
            }
            for (var undo : step.undos()) {
                add(stretches, undo.startedAt(), undo.startedAt().plus(undo.took()));
            }
        }
        stretches.sort(Comparator.comparing(Stretch::from));
        var merged = new ArrayList<Stretch>();
        for (var stretch : stretches) {
            var last = merged.isEmpty() ? null : merged.get(merged.size() - 1);
            if (last != null && !stretch.from().isAfter(last.until())) {
                merged.set(merged.size() - 1, new Stretch(last.from(), later(last.until(), stretch.until())));
            } else {
                merged.add(stretch);
            }
        }
        return merged;
    }

    private static void add(List<Stretch> stretches, Instant from, Instant until) {
        if (until.isAfter(from)) {
            stretches.add(new Stretch(from, until));
        }
    }

    static Instant later(Instant a, Instant b) {
        return a.isAfter(b) ? a : b;
    }

    /** When the step was first heard of, be it that it waited. */
    static Instant first(Report.StepReport step, List<Report.Wait> waits) {
        return waits.stream()
                .map(Report.Wait::from)
                .filter(from -> from.isBefore(step.startedAt()))
                .min(Comparator.naturalOrder())
                .orElse(step.startedAt());
    }
}
