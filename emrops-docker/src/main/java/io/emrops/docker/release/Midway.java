package io.emrops.docker.release;

import io.emrops.PreconditionFailedException;
import io.emrops.StepFailedException;
import io.emrops.TargetUnavailableException;

/** What is no longer true once something was changed: that nothing was. */
public final class Midway {
    private Midway() {}

    /** Something that changes what runs. */
    public interface Work {
        /** Does it. */
        void run() throws InterruptedException;
    }

    /** The same with an answer. */
    public interface Answer<T> {
        /** Does it. */
        T get() throws InterruptedException;
    }

    /** @throws StepFailedException in place of what would say that nothing was changed */
    public static void run(String state, Work work) throws InterruptedException {
        get(state, () -> {
            work.run();
            return "";
        });
    }

    /** @throws StepFailedException in place of what would say that nothing was changed */
    public static <T> T get(String state, Answer<T> work) throws InterruptedException {
        try {
            return work.get();
        } catch (TargetUnavailableException | PreconditionFailedException e) {
            throw new StepFailedException(state + ": " + e.getMessage(), e);
        }
    }
}
