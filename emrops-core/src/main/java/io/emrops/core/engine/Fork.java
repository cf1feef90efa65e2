package io.emrops.core.engine;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Supplier;

/** Strands that a strand has started and waits for: so many at once, and no more once enough have failed. */
final class Fork {
    private final LiveRun run;
    private final Strand owner;
    private final int atMost;
    private final int stopAfterFailures;
    private final boolean takesFailures;
    private final Deque<Supplier<Strand>> queue = new ArrayDeque<>();
    private int running;
    private int failures;

    /** @param takesFailures whether a failure of a child is the owner's to tell, rather than the run's at once */
    Fork(LiveRun run, Strand owner, int atMost, int stopAfterFailures, boolean takesFailures) {
        this.run = run;
        this.owner = owner;
        this.atMost = atMost;
        this.stopAfterFailures = stopAfterFailures;
        this.takesFailures = takesFailures;
    }

    /** Adds a child, to be made when its turn comes. */
    void add(Supplier<Strand> child) {
        queue.add(child);
    }

    /** Starts as many as may run. */
    void start() {
        run.lock().lock();
        try {
            while (running < atMost
                    && failures < stopAfterFailures
                    && !queue.isEmpty()
                    && !run.stopping().isWanted()) {
                running++;
                run.begin(queue.remove().get());
            }
        } finally {
            run.lock().unlock();
        }
    }

    /** Whether no child runs and none will. */
    boolean over() {
        run.lock().lock();
        try {
            return running == 0
                    && (queue.isEmpty()
                            || failures >= stopAfterFailures
                            || run.stopping().isWanted());
        } finally {
            run.lock().unlock();
        }
    }

    int failures() {
        run.lock().lock();
        try {
            return failures;
        } finally {
            run.lock().unlock();
        }
    }

    void finished(Strand child) {
        ended(false);
    }

    void rested(Strand child) {
        ended(false);
    }

    /** Takes note of a failed child; false if the failure is the run's. */
    boolean takesFailure(Strand child) {
        if (takesFailures) {
            ended(true);
        }
        return takesFailures;
    }

    private void ended(boolean failed) {
        run.lock().lock();
        try {
            running--;
            if (failed) {
                failures++;
            }
            start();
            if (running == 0) {
                owner.wake();
            }
        } finally {
            run.lock().unlock();
        }
    }
}
