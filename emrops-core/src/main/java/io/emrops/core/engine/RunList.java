package io.emrops.core.engine;

import io.emrops.Report;
import io.emrops.RunInfo;
import io.emrops.StoreException;
import io.emrops.core.history.RunHistory;
import io.emrops.core.report.JournalReport;
import io.emrops.spi.RunStore;
import java.util.List;
import java.util.Optional;

/** Which runs there are, under way here or known to the store, and what they came to. */
final class RunList {
    private final RunStore store;
    private final RunsHere here;

    RunList(RunStore store, RunsHere here) {
        this.store = store;
        this.here = here;
    }

    /** All of them, oldest first. */
    List<RunInfo> all() {
        return store.runs().stream()
                .flatMap(head -> readable(head.runId()).stream())
                .toList();
    }

    /** Nothing can be said of a run whose key has been erased. */
    private Optional<RunInfo> readable(String runId) {
        try {
            return Optional.of(info(runId));
        } catch (StoreException e) {
            if (e.problem() == StoreException.Problem.ERASED) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private RunInfo info(String runId) {
        var live = here.live(runId);
        if (live.isPresent()) {
            var report = live.get().report();
            return new RunInfo(runId, report.runbookId(), report.state(), report.startedBy(), report.startedAt(), true);
        }
        var history = history(runId);
        var started = history.started();
        return new RunInfo(runId, started.runbook(), history.state(), started.actor(), started.at(), false);
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
