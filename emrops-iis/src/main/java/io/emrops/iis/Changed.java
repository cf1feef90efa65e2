package io.emrops.iis;

import io.emrops.OutcomeUnknownException;
import io.emrops.PreconditionFailedException;
import io.emrops.StepFailedException;
import io.emrops.Target;
import io.emrops.TargetUnavailableException;

/** What is done behind a change: whatever says of itself that nothing was changed says less than is so. */
final class Changed {
    private Changed() {}

    /** Work behind a change. */
    interface Work<T> {
        T run() throws InterruptedException;
    }

    /**
     * Does it.
     *
     * @param state a clause that says what was changed before, as in {@code the site was switched to D:\…}
     * @throws OutcomeUnknownException in place of {@link TargetUnavailableException}
     * @throws StepFailedException in place of {@link PreconditionFailedException}
     */
    static <T> T before(Target target, String state, Work<T> work) throws InterruptedException {
        try {
            return work.run();
        } catch (TargetUnavailableException e) {
            throw new OutcomeUnknownException(e.getMessage() + "; before that " + state, e, target);
        } catch (PreconditionFailedException e) {
            throw new StepFailedException(e.getMessage() + "; before that " + state, e, target, null);
        }
    }
}
