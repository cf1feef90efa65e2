package io.emrops.core.engine;

import io.emrops.Authorizer;
import io.emrops.PreconditionFailedException;
import io.emrops.RunState;
import io.emrops.core.history.RunRecord;
import java.util.List;

/** Closes runs that nobody will go on with: they end as they stand, and let go of their locks. */
final class Abandoning {
    private final Surroundings around;
    private final RunsHere here;
    private final RunList runs;

    Abandoning(Surroundings around, RunsHere here, RunList runs) {
        this.around = around;
        this.here = here;
        this.runs = runs;
    }

    void abandon(String runId, String actor, String why) {
        try (var claim = here.claim(runId)) {
            here.whileOpen(() -> abandonClaimed(runId, actor, why));
        }
    }

    private void abandonClaimed(String runId, String actor, String why) {
        if (here.live(runId).isPresent()) {
            throw refused(runId, "it is under way in this engine; cancel it");
        }
        if (!around.authorizer().mayDecide(actor, Authorizer.OPERATORS)) {
            throw refused(runId, actor + " may not abandon runs");
        }
        var history = runs.history(runId);
        if (history.ended().isPresent() && history.locks().isEmpty()) {
            throw refused(runId, "it has ended as " + history.state() + " and holds no locks");
        }
        var journal = RunJournal.open(around, history);
        var now = new RunClock(around.time(), history.lastAt()).now();
        var locks = LockWorker.all(around.leases(), runId, history.locks());
        try {
            if (!locks.isEmpty()) {
                around.leases().release(locks, runId);
                journal.add(new RunRecord.LocksReleased(now, List.copyOf(locks)));
            }
            var left = history.ended()
                    .map(RunRecord.RunEnded::leftChanged)
                    .orElseGet(() -> history.effects().stream()
                            .map(p -> p + ": not undone, the run was abandoned")
                            .toList());
            var state = history.ended().map(RunRecord.RunEnded::state).orElse(RunState.FAILED);
            journal.write(new RunRecord.RunEnded(now, state, "abandoned by " + actor + ": " + why, left));
        } catch (JournalLost e) {
            throw e.reason();
        }
        here.remove(runId);
    }

    private static PreconditionFailedException refused(String runId, String why) {
        return new PreconditionFailedException("Run " + runId + ": " + why, null, runId, null, null);
    }
}
