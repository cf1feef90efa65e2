package io.emrops.sqlserver.replication;

import io.emrops.PreconditionFailedException;
import io.emrops.StepFailedException;
import io.emrops.TargetUnavailableException;

/** What follows a first change: whoever does not answer or refuses then has not left everything as it was. */
final class AfterChange {
    private AfterChange() {}

    /**
     * Something that is done then.
     *
     * @param <T> what comes of it
     */
    interface Work<T> {
        T run() throws InterruptedException;
    }

    /** Something that is done then, of which nothing comes. */
    interface Deed {
        void run() throws InterruptedException;
    }

    /**
     * Does it.
     *
     * @param state how things stand before it, without a full stop
     * @throws StepFailedException instead of what says that nothing was changed
     */
    static <T> T get(String state, Work<T> work) throws InterruptedException {
        try {
            return work.run();
        } catch (TargetUnavailableException | PreconditionFailedException e) {
            throw new StepFailedException(state + ". After that: " + e.getMessage(), e);
        }
    }

    /** The same. */
    static void run(String state, Deed deed) throws InterruptedException {
        try {
            deed.run();
        } catch (TargetUnavailableException | PreconditionFailedException e) {
            throw new StepFailedException(state + ". After that: " + e.getMessage(), e);
        }
    }
}
