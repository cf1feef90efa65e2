package io.emrops.core.engine;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads that strands work on. Only so many are at work in the engine at once, where nothing takes longer than a write
 * to the journal; whoever is in somebody else's code has left, however long that takes, and others have the place. So a
 * thousand strands that begin together, or wake together, need few threads, and none of them waits for a body.
 */
final class Crew {
    private static final Logger LOG = LoggerFactory.getLogger(Crew.class);

    private final Executor threads;
    private final int places;

    // Guarded by this.
    private final Deque<Runnable> waiting = new ArrayDeque<>();
    private int atWork;

    /**
     * @param threads gives each task a thread at once
     * @param places how many are at work at once, not counting those who come back from outside
     */
    Crew(Executor threads, int places) {
        this.threads = threads;
        this.places = places;
    }

    /** Has a task done as soon as there is a place. */
    void execute(Runnable task) {
        synchronized (this) {
            if (atWork >= places) {
                waiting.add(task);
                return;
            }
            atWork++;
        }
        begin(task);
    }

    private void begin(Runnable task) {
        try {
            threads.execute(() -> work(task));
        } catch (RejectedExecutionException | Error e) {
            // An error: the system has no thread to give.
            synchronized (this) {
                atWork--;
            }
            throw e;
        }
    }

    private void work(Runnable first) {
        for (var task = first; task != null; task = next()) {
            try {
                task.run();
            } catch (RuntimeException | Error e) {
                LOG.error("A strand broke off, which it must not", e);
            }
        }
    }

    /** What else this thread has to do; without anything it gives its place up. */
    private synchronized @Nullable Runnable next() {
        var task = atWork <= places ? waiting.poll() : null;
        if (task == null) {
            atWork--;
        }
        return task;
    }

    /**
     * The calling member goes outside, where it may take long; somebody else has its place. If there is no thread to be had,
     * what waits is left to those who are still there.
     */
    void leave() {
        var task = next();
        if (task == null) {
            return;
        }
        try {
            begin(task);
        } catch (RejectedExecutionException | OutOfMemoryError e) {
            putBack(task);
        }
    }

    private synchronized void putBack(Runnable task) {
        waiting.addFirst(task);
    }

    /** The calling member is back, and at work at once. */
    synchronized void comeBack() {
        atWork++;
    }
}
