package io.emrops.core.engine;

import io.emrops.RunState;
import io.emrops.core.history.RunHistory;
import io.emrops.core.history.RunRecord;
import io.emrops.spi.Definition;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What follows when all strands of a run have come to rest: its end, a pause, or an undo. */
final class Ending {
    private static final Logger LOG = LoggerFactory.getLogger(Ending.class);

    private final LiveRun run;
    private final Definition definition;

    Ending(LiveRun run, Definition definition) {
        this.run = run;
        this.definition = definition;
    }

    /** @param passed whether all steps are passed */
    void decide(boolean passed) {
        var stop = run.stopping().wanted();
        if (passed && stop != Stop.CANCEL && stop != Stop.FAILURE) {
            end(RunState.SUCCEEDED, "", List.of());
            return;
        }
        switch (stop) {
            case PAUSE, CLOSE -> {
                run.journal()
                        .write(new RunRecord.Paused(
                                run.clock().now(),
                                run.stopping().by(),
                                run.scrub(run.stopping().why())));
                run.deadline().cancel();
                if (!restUnlessCancelled()) {
                    undoOrEnd();
                }
            }
            case CANCEL, FAILURE -> undoOrEnd();
            case NO, HALT ->
                throw new IllegalStateException("All strands of run " + run.id() + " ended, and nobody knows why");
        }
    }

    private void undoOrEnd() {
        var automatic = definition.head().automaticUndo()
                && run.journal().look(h -> h.started().automaticUndo());
        var effects = run.journal().look(RunHistory::effects);
        var cancelled = run.stopping().wanted() == Stop.CANCEL;
        var by = run.stopping().by();
        var reason = run.stopping().why();
        var end = cancelled ? RunState.CANCELLED : RunState.FAILED;
        var why = cancelled ? "cancelled by " + by + (reason.isEmpty() ? "" : ": " + reason) : reason;
        if (effects.isEmpty()) {
            end(end, why, List.of());
        } else if (automatic) {
            run.undo().begin(cancelled ? by : "the engine", why, false);
        } else {
            end(end, why, LeftChanged.words(run, effects));
        }
    }

    /** The end: locks are let go of unless something is left changed, and the last record is written. */
    void end(RunState end, String why, List<String> left) {
        run.deadline().cancel();
        if (left.isEmpty()) {
            var locks = LockWorker.all(run.leases(), run.id(), run.journal().look(RunHistory::locks));
            if (!locks.isEmpty()) {
                run.leases().release(locks, run.id());
                run.journal().add(new RunRecord.LocksReleased(run.clock().now(), List.copyOf(locks)));
            }
        }
        run.noteJump();
        run.journal().write(new RunRecord.RunEnded(run.clock().now(), end, run.scrub(why), left));
        LOG.info("Run {} of {} ended: {}", run.id(), definition.id(), end);
        run.rest(end);
    }

    /** A cancel that came while the pause was being written down. */
    private boolean restUnlessCancelled() {
        run.lock().lock();
        try {
            if (run.stopping().wanted() == Stop.CANCEL) {
                return false;
            }
            run.rest(RunState.PAUSED);
            return true;
        } finally {
            run.lock().unlock();
        }
    }
}
