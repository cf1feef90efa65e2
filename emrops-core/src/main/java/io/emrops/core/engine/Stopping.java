package io.emrops.core.engine;

import io.emrops.StoreException;
import io.emrops.StoreException.Problem;
import io.emrops.core.engine.RunStatus.Mode;
import io.emrops.core.history.RunHistory;
import io.emrops.core.history.RunRecord;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether a run is to come to rest, why, and on whose word. Its strands look here between two steps. */
final class Stopping {
    private static final Logger LOG = LoggerFactory.getLogger(Stopping.class);

    private final LiveRun run;
    private final Strands strands;
    private final ReentrantLock lock;
    private Stop wanted = Stop.NO;
    private String by = "";
    private String why = "";

    Stopping(LiveRun run, Strands strands) {
        this.run = run;
        this.strands = strands;
        this.lock = run.lock();
    }

    Stop wanted() {
        lock.lock();
        try {
            return wanted;
        } finally {
            lock.unlock();
        }
    }

    boolean isWanted() {
        return wanted() != Stop.NO;
    }

    /** On whose word; empty if nobody's. */
    String by() {
        return by;
    }

    String why() {
        return why;
    }

    /** The run is about to begin, or to be undone. */
    void clear() {
        lock.lock();
        try {
            wanted = Stop.NO;
        } finally {
            lock.unlock();
        }
    }

    /** Brings the run to rest, unless there is a weightier reason already. */
    void want(Stop stop, String by, String why) {
        lock.lock();
        try {
            if (stop.compareTo(wanted) > 0) {
                wanted = stop;
                this.by = by;
                this.why = why;
            }
            strands.wakeAll();
        } finally {
            lock.unlock();
        }
    }

    // ---- from inside

    void failed(String path, String why) {
        want(Stop.FAILURE, "", path.isEmpty() ? why : "step \"" + path + "\" failed: " + why);
    }

    void pauseBecause(String why) {
        want(Stop.PAUSE, RunRecord.Paused.ENGINE, why);
    }

    /** The store failed. */
    void halted(StoreException reason) {
        lock.lock();
        try {
            if (run.status().storeFailed(reason)) {
                LOG.warn(
                        "Run {} was stopped, because its store failed; what counts is what the store holds",
                        run.id(),
                        reason);
            }
            wanted = Stop.HALT;
            strands.wakeAll();
            run.status().moved();
        } finally {
            lock.unlock();
        }
    }

    /** The engine itself went wrong: nothing more is done, and the run can be resumed from what is written. */
    void broke(Throwable e) {
        halted(new StoreException(
                Problem.FAILED,
                "Run " + run.id() + " was stopped by an internal error of the engine; it can be resumed",
                Scrubbed.of(e, run::scrub)));
    }

    /** Does what nobody is there to catch the failures of. */
    void guarded(Runnable work) {
        try {
            work.run();
        } catch (JournalLost e) {
            halted(e.reason());
        } catch (RuntimeException | Error e) {
            broke(e);
        }
    }

    // ---- from outside

    void cancel(String actor, String reason) {
        run.people().requireOperator(actor, "cancel");
        lock.lock();
        try {
            if (run.status().state().ended()
                    || run.status().storeFailure().isPresent()
                    || run.journal().look(RunHistory::cancel).isPresent()) {
                return;
            }
            run.status().requireOpen();
            write(new RunRecord.CancelRequested(run.clock().now(), actor, run.scrub(reason)));
            if (run.undo().isUnderWay()) {
                run.undo().stop(actor, reason);
                return;
            }
            want(Stop.CANCEL, actor, reason);
            if (run.status().is(Mode.AT_REST)) {
                wanted = Stop.CANCEL;
                run.decideFromRest();
            }
        } finally {
            lock.unlock();
        }
    }

    void pause(String actor, String reason) {
        run.people().requireOperator(actor, "pause");
        run.status().requireOpen();
        if (!run.undo().isUnderWay()) {
            want(Stop.PAUSE, actor, reason);
        }
    }

    /** Comes to rest between two steps because the engine is closed. */
    void close() {
        lock.lock();
        try {
            run.status().closing();
            want(Stop.CLOSE, RunRecord.Paused.ENGINE, RunRecord.Paused.CLOSED);
            run.undo().suspend();
        } finally {
            lock.unlock();
        }
    }

    private void write(RunRecord record) {
        try {
            run.journal().write(record);
        } catch (JournalLost e) {
            halted(e.reason());
            throw e.reason();
        }
    }
}
