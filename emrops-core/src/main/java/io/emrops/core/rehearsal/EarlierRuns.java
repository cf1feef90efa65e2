package io.emrops.core.rehearsal;

import io.emrops.Plan.Expected;
import io.emrops.RunState;
import io.emrops.StoreException;
import io.emrops.core.history.RecordCodec;
import io.emrops.core.history.RunHistory;
import io.emrops.core.history.RunRecord;
import io.emrops.core.history.StepHistory;
import io.emrops.spi.RunStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How long a runbook took before. The past is read for an estimate only, so that no damage there stands in the way of a
 * rehearsal.
 *
 * @param expected empty if no run succeeded
 * @param unreadable how many runs, of whatever runbook, could not be read
 */
public record EarlierRuns(Optional<Expected> expected, int unreadable) {
    private static final Logger LOG = LoggerFactory.getLogger(EarlierRuns.class);

    /** More would tell of a system that has changed since. */
    private static final int ENOUGH = 10;

    private static final int MOST_RUNS_TO_READ = 200;
    private static final long MOST_RECORDS_TO_READ = 100_000;

    /** The newest runs of this runbook that succeeded: at most ten, among the newest 200 of the store that have ended. */
    public static EarlierRuns of(RunStore store, String runbookId) {
        var reader = new Reader(store, runbookId);
        reader.read();
        return new EarlierRuns(expected(reader.found), reader.unreadable);
    }

    private static Optional<Expected> expected(List<RunHistory> runs) {
        if (runs.isEmpty()) {
            return Optional.empty();
        }
        var totals = new ArrayList<Duration>();
        var steps = new TreeMap<String, List<Duration>>();
        for (var run : runs) {
            run.ended().ifPresent(end -> totals.add(between(run.started().at(), end.at())));
            for (var step : run.steps()) {
                took(step)
                        .ifPresent(d -> steps.computeIfAbsent(step.path(), path -> new ArrayList<>())
                                .add(d));
            }
        }
        Map<String, Duration> medians = new HashMap<>();
        steps.forEach((path, times) -> medians.put(path, median(times)));
        return Optional.of(new Expected(runs.size(), median(totals), medians));
    }

    private static Optional<Duration> took(StepHistory step) {
        return step.state() == StepHistory.State.DONE
                ? step.startedAt().flatMap(from -> step.endedAt().map(until -> between(from, until)))
                : Optional.empty();
    }

    private static Duration between(Instant from, Instant until) {
        var time = Duration.between(from, until);
        return time.isNegative() ? Duration.ZERO : time;
    }

    private static Duration median(List<Duration> times) {
        var sorted = times.stream().sorted().toList();
        var upper = sorted.get(sorted.size() / 2);
        var lower = sorted.get((sorted.size() - 1) / 2);
        return lower.plus(upper).dividedBy(2);
    }

    private static final class Reader {
        private final RunStore store;
        private final String runbookId;
        private final List<RunHistory> found = new ArrayList<>();
        private int unreadable;

        Reader(RunStore store, String runbookId) {
            this.store = store;
            this.runbookId = runbookId;
        }

        void read() {
            var heads = heads();
            var looked = 0;
            var records = 0L;
            for (var i = heads.size() - 1; i >= 0 && found.size() < ENOUGH && looked < MOST_RUNS_TO_READ; i--) {
                var head = heads.get(i);
                if (!head.ended()) {
                    continue;
                }
                records += head.nextSequence();
                if (records > MOST_RECORDS_TO_READ) {
                    return;
                }
                looked++;
                read(head.runId());
            }
        }

        private List<RunStore.RunHead> heads() {
            try {
                return store.runs();
            } catch (RuntimeException e) {
                LOG.warn("The runs of {} cannot be listed for an estimate", store.name(), e);
                unreadable++;
                return List.of();
            }
        }

        private void read(String runId) {
            try {
                var records = store.read(runId);
                if (isOfRunbook(runId, records)) {
                    var run = RunHistory.read(runId, records);
                    if (run.state() == RunState.SUCCEEDED) {
                        found.add(run);
                    }
                }
            } catch (StoreException e) {
                // What was erased on purpose is nothing to remark on.
                if (e.problem() != StoreException.Problem.ERASED) {
                    leaveOut(runId, e);
                }
            } catch (RuntimeException e) {
                leaveOut(runId, e);
            }
        }

        private boolean isOfRunbook(String runId, List<byte[]> records) {
            return !records.isEmpty()
                    && RecordCodec.read(records.get(0), runId, 0) instanceof RunRecord.RunStarted started
                    && started.runbook().equals(runbookId);
        }

        private void leaveOut(String runId, RuntimeException e) {
            LOG.warn("Run {} cannot be read for an estimate", runId, e);
            unreadable++;
        }
    }
}
