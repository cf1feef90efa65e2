package io.emrops.core.engine;

import io.emrops.RunState;
import io.emrops.core.engine.RunStatus.Mode;
import io.emrops.core.history.RunHistory;
import io.emrops.core.history.RunRecord;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The undo of a run, if one is under way: how it begins, and how it is brought to an end before its end. */
final class RunUndo {
    private final LiveRun run;
    private final ReentrantLock lock;
    private @Nullable UndoWalk walk;

    RunUndo(LiveRun run) {
        this.run = run;
        this.lock = run.lock();
    }

    /** Begins an undo, or a further one: what failed in an earlier one is tried again. */
    void begin(String by, String why, boolean passIrreversible) {
        go(passIrreversible, Optional.of(new RunRecord.UndoBegan(run.clock().now(), by, run.scrub(why))));
    }

    /** Goes on with an undo that was cut off: what failed in it is not tried again. */
    void resume(boolean passIrreversible) {
        go(passIrreversible, Optional.empty());
    }

    private void go(boolean passIrreversible, Optional<RunRecord.UndoBegan> beginning) {
        lock.lock();
        try {
            if (run.status().isClosing()) {
                run.status().become(Mode.AT_REST);
                return;
            }
            run.stopping().clear();
            run.status().become(Mode.UNDOING);
            run.noteJump();
            beginning.ifPresent(run.journal()::add);
            var begun = new UndoWalk(run, passIrreversible);
            run.journal().look(RunHistory::cancel).ifPresent(cancel -> begun.stop(cancel.by(), cancel.why()));
            walk = begun;
            run.status().set(RunState.UNDOING);
            run.execute(begun);
        } finally {
            lock.unlock();
        }
    }

    boolean isUnderWay() {
        lock.lock();
        try {
            return walk != null;
        } finally {
            lock.unlock();
        }
    }

    /** Ends it behind the step that is being undone. */
    void stop(String by, String why) {
        lock.lock();
        try {
            if (walk != null) {
                walk.stop(by, why);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Leaves it off behind the step that is being undone, to go on after a resume. */
    void suspend() {
        lock.lock();
        try {
            if (walk != null) {
                walk.suspend();
            }
        } finally {
            lock.unlock();
        }
    }

    /** It was left off. */
    void suspended() {
        lock.lock();
        try {
            walk = null;
            run.status().become(Mode.AT_REST);
        } finally {
            lock.unlock();
        }
    }

    /** It came to its end. */
    void over() {
        lock.lock();
        try {
            walk = null;
        } finally {
            lock.unlock();
        }
    }
}
