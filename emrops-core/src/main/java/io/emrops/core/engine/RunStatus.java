package io.emrops.core.engine;

import io.emrops.RunState;
import io.emrops.StoreException;
import io.emrops.event.RunEvent;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Where a run stands, and those who wait for it to stand elsewhere. Guarded by the run's lock. */
final class RunStatus {
    /** What is going on inside. */
    enum Mode {
        /** Strands are under way. */
        WALKING,
        /** The last strand has ended, and what follows is being decided. */
        DECIDING,
        UNDOING,
        AT_REST
    }

    private final LiveRun run;
    private final Strands strands;
    private final ReentrantLock lock;
    private final Condition changed;
    private RunState state;
    private Mode mode = Mode.AT_REST;
    private boolean closing;
    private boolean superseded;
    private @Nullable StoreException storeFailure;

    RunStatus(LiveRun run, Strands strands, RunState state) {
        this.run = run;
        this.strands = strands;
        this.state = state;
        this.lock = run.lock();
        this.changed = lock.newCondition();
    }

    RunState state() {
        lock.lock();
        try {
            return state;
        } finally {
            lock.unlock();
        }
    }

    /** Listeners are told before whoever waits goes on, and may close the engine. */
    void set(RunState next) {
        lock.lock();
        try {
            var before = state;
            state = next;
            if (before != next) {
                var now = run.clock().now();
                run.tell(new RunEvent.StateChanged(run.id(), now, before, next));
                if (next.atRest()) {
                    run.tell(
                            new RunEvent.Ended(run.id(), now, next, run.report().verdict()));
                }
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    boolean is(Mode wanted) {
        lock.lock();
        try {
            return mode == wanted;
        } finally {
            lock.unlock();
        }
    }

    void become(Mode next) {
        lock.lock();
        try {
            mode = next;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Lets those who wait look again. */
    void moved() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** The engine is being closed: nothing more is begun. */
    void closing() {
        lock.lock();
        try {
            closing = true;
        } finally {
            lock.unlock();
        }
    }

    boolean isClosing() {
        lock.lock();
        try {
            return closing;
        } finally {
            lock.unlock();
        }
    }

    void requireOpen() {
        if (isClosing()) {
            throw new IllegalStateException("The engine is closed");
        }
    }

    /** The store failed under this run; false if it is known to have. */
    boolean storeFailed(StoreException reason) {
        lock.lock();
        try {
            if (storeFailure != null) {
                return false;
            }
            storeFailure = reason;
            return true;
        } finally {
            lock.unlock();
        }
    }

    Optional<StoreException> storeFailure() {
        lock.lock();
        try {
            return Optional.ofNullable(storeFailure);
        } finally {
            lock.unlock();
        }
    }

    /** The run has been taken up again as another object; whoever waits here is sent there. */
    void supersede() {
        lock.lock();
        try {
            superseded = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Whether this run is under way here, so that there is no need to take it up from the store. */
    boolean live() {
        lock.lock();
        try {
            return !idle() || state == RunState.PAUSED && storeFailure == null && !closing;
        } finally {
            lock.unlock();
        }
    }

    /** Whether nothing of this run is at work here any more; under the lock. */
    private boolean idle() {
        return mode == Mode.AT_REST || storeFailure != null && strands.none();
    }

    // ---- waiting

    /**
     * Blocks until the run is at rest.
     *
     * @return false if it has been taken up again meanwhile, as another object
     */
    boolean awaitRest() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (!superseded && !state.atRest() && !(closing && idle())) {
                if (storeFailure != null) {
                    throw storeFailure;
                }
                changed.await();
            }
            return !superseded;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Blocks until the state is as wished, the run has ended, or the time is up.
     *
     * @return whether the state is as wished; empty if the run has been taken up again meanwhile, as another object
     */
    Optional<Boolean> awaitState(Predicate<RunState> wish, Duration atMost) throws InterruptedException {
        var left = atMost.toNanos();
        lock.lockInterruptibly();
        try {
            while (!superseded && !wish.test(state)) {
                if (storeFailure != null) {
                    throw storeFailure;
                }
                if (left <= 0 || state.ended() || closing && idle()) {
                    return Optional.of(false);
                }
                left = changed.awaitNanos(left);
            }
            return superseded ? Optional.empty() : Optional.of(true);
        } finally {
            lock.unlock();
        }
    }

    /** Blocks until nothing of this run is at work here. */
    void awaitIdle() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (!idle()) {
                changed.await();
            }
        } finally {
            lock.unlock();
        }
    }
}
