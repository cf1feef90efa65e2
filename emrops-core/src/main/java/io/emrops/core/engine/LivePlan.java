package io.emrops.core.engine;

import io.emrops.Plan;
import io.emrops.RunRequest;
import io.emrops.Runbook;
import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A rehearsal, made.
 *
 * @param scrub blots secrets out of what the request says
 */
record LivePlan(
        Runbook runbook,
        RunRequest request,
        Instant at,
        List<PlannedStep> steps,
        String hash,
        UnaryOperator<String> scrub)
        implements Plan {
    LivePlan {
        steps = List.copyOf(steps);
    }

    @Override
    public String toMarkdown() {
        return scrub.apply(PlanText.of(this));
    }

    @Override
    public String toString() {
        return "Plan of " + runbook + " with " + steps.size() + " steps";
    }
}
