package io.emrops.core.engine;

import io.emrops.Plan;
import io.emrops.RunRequest;
import io.emrops.Runbook;
import io.emrops.core.rehearsal.EarlierRuns;
import io.emrops.core.rehearsal.RehearsalPage;
import io.emrops.core.rehearsal.Tally;
import io.emrops.spi.page.Page;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A rehearsal, made.
 *
 * @param earlier what is known of runs before it
 * @param scrub blots secrets out of what the request says
 */
record LivePlan(
        Runbook runbook,
        RunRequest request,
        Instant at,
        List<PlannedStep> steps,
        String hash,
        EarlierRuns earlier,
        UnaryOperator<String> scrub)
        implements Plan {
    LivePlan {
        steps = List.copyOf(steps);
    }

    @Override
    public String verdict() {
        return Tally.of(runbook.definition(), steps, at).verdict();
    }

    @Override
    public Optional<Expected> expected() {
        return earlier.expected();
    }

    @Override
    public String toMarkdown() {
        return page().toMarkdown();
    }

    @Override
    public String toHtml() {
        return page().toHtml();
    }

    private Page page() {
        return RehearsalPage.of(this, earlier, scrub);
    }

    @Override
    public String toString() {
        return "Plan of " + runbook + " with " + steps.size() + " steps";
    }
}
