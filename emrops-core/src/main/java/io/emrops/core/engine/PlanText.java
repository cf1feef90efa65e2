package io.emrops.core.engine;

import io.emrops.Plan;
import io.emrops.Plan.PlannedStep;
import java.time.temporal.ChronoUnit;

/** A rehearsal as text for a terminal or a ticket. */
final class PlanText {
    private PlanText() {}

    static String of(Plan plan) {
        var out = new StringBuilder();
        out.append("# Rehearsal: ").append(plan.runbook().title()).append("\n\n");
        out.append("Nothing was touched. Asked by ")
                .append(plan.request().actor())
                .append(" at ")
                .append(plan.at().truncatedTo(ChronoUnit.SECONDS))
                .append(
                        plan.request().reason().isEmpty()
                                ? ""
                                : " because " + plan.request().reason())
                .append(".\n\n");
        int number = 0;
        for (var step : plan.steps()) {
            number++;
            out.append(number)
                    .append(". ")
                    .append(step.title())
                    .append(" [")
                    .append(step.path())
                    .append("] ");
            out.append(words(step)).append('\n');
            step.changes().forEach(change -> out.append("   - ").append(change).append('\n'));
            step.remarks().forEach(remark -> out.append("   - (").append(remark).append(")\n"));
        }
        return out.toString();
    }

    private static String words(PlannedStep step) {
        var on = step.target().map(t -> " on " + t).orElse("");
        return switch (step.foretold()) {
            case YES -> step.changes().isEmpty() ? "changes nothing" + on : "would change" + on + ":";
            case CHANGES_NOTHING ->
                switch (step.kind()) {
                    case "manual" -> "asks a person";
                    case "approval" -> "asks people";
                    case "lock", "window" -> "";
                    case "require", "verify" -> "looks, and changes nothing";
                    default -> "changes nothing";
                };
            case AUTHORS_CODE, DEPENDS, UNKNOWN -> "cannot be foretold" + on;
            case REFUSED -> "WOULD BE REFUSED" + on;
        };
    }
}
