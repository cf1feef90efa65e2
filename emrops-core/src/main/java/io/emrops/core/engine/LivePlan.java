package io.emrops.core.engine;

import io.emrops.Plan;
import io.emrops.RunRequest;
import io.emrops.Runbook;
import java.time.Instant;
import java.util.List;

/** A rehearsal, made. */
record LivePlan(Runbook runbook, RunRequest request, Instant at, List<PlannedStep> steps, String hash) implements Plan {
    LivePlan {
        steps = List.copyOf(steps);
    }

    @Override
    public String toMarkdown() {
        return PlanText.of(this);
    }
}
