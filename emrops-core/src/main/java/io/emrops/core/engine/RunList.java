package io.emrops.core.engine;

import io.emrops.Report;
import io.emrops.RunInfo;
import io.emrops.StoreException;
import io.emrops.StoreException.Problem;
import io.emrops.core.history.RunHistory;
import io.emrops.core.report.JournalReport;
import io.emrops.spi.RunStore;
import java.util.List;

/** Which runs there are, under way here or known to the store, and what they came to. */
final class RunList {
    private final RunStore store;
    private final RunsHere here;

    RunList(RunStore store, RunsHere here) {
        this.store = store;
        this.here = here;
    }

    /** All of them, oldest first, also those that cannot be read. */
    List<RunInfo> all() {
        return store.runs().stream().map(head -> info(head.runId())).toList();
    }

    private RunInfo info(String runId) {
        try {
            return known(runId);
        } catch (StoreException e) {
            if (e.problem() == Problem.CLOSED) {
                throw e;
            }
            return new RunInfo.Unreadable(runId, e.problem(), String.valueOf(e.getMessage()));
        }
    }

    private RunInfo known(String runId) {
        var live = here.live(runId);
        if (live.isPresent()) {
            var report = live.get().report();
            return new RunInfo.Known(
                    runId, report.runbookId(), report.state(), report.startedBy(), report.startedAt(), true);
        }
        var history = history(runId);
        var started = history.started();
        return new RunInfo.Known(runId, started.runbook(), history.state(), started.actor(), started.at(), false);
    }

    Report report(String runId) {
        var live = here.live(runId);
        return live.isPresent() ? live.get().report() : JournalReport.of(history(runId));
    }

    /** What the store has of a run. */
    RunHistory history(String runId) {
        return RunHistory.read(runId, store.read(runId));
    }
}
